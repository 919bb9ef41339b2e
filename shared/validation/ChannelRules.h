#pragma once

#include "shared/core/Error.h"
#include "shared/protocol/requests/ChannelRequests.h"

namespace shared {

/**
 * The name as it is stored. Channels that are written with a # (text, announcement, forum, media) are lower case,
 * with dashes for spaces and without other ASCII punctuation; all others keep what was typed, trimmed.
 */
QString normalizedChannelName(QStringView name, ChannelType type);

// What is wrong with a request by itself; empty when nothing is. Pure, any thread, the same in client and server.
QList<FieldError> validate(const CreateChannel& request);
/** @param type of the channel that is modified */
QList<FieldError> validate(const ModifyChannel& request, ChannelType type);
QList<FieldError> validate(const QList<ChannelPosition>& request);
QList<FieldError> validate(const EditOverwrite& request);
QList<FieldError> validate(const CreateInvite& request);

}  // namespace shared
