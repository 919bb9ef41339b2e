#pragma once

#include "shared/core/Result.h"
#include "shared/json/RawJson.h"
#include "shared/models/Message.h"

namespace server {

/** Of a message that is made of components alone. Source: "Message Flags". */
constexpr shared::MessageFlags kComponentsV2 = shared::MessageFlag::IsComponentsV2;

/**
 * Message components as they are stored: with their documented keys alone, and each with its `id`, a number of its own
 * within the message. Those that the sender gave stay; the others are numbered in the order of the text. Source:
 * "Anatomy of a Component".
 *
 * @param isV2 the message has IS_COMPONENTS_V2
 * Error: InvalidFormBody under "components".
 */
shared::Result<shared::RawJson> ownComponents(const shared::RawJson& wanted, bool isV2);

}  // namespace server
