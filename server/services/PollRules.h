#pragma once

#include "shared/core/Result.h"
#include "shared/json/RawJson.h"

namespace server {

/**
 * A poll as it is stored and shown, from the one of a request: answers are numbered, the duration has become an
 * expiry. InvalidFormBody under "poll". Source: "Poll Create Request Object Structure".
 */
shared::Result<shared::RawJson> makePoll(const shared::RawJson& request, qint64 nowMs);

}  // namespace server
