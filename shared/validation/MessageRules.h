#pragma once

#include "shared/core/Result.h"
#include "shared/protocol/requests/MessageRequests.h"

namespace shared {

/** What a sender may set in `flags`; other bits are left out in silence. */
inline constexpr MessageFlags kSettableMessageFlags = MessageFlag::SuppressEmbeds | MessageFlag::SuppressNotifications |
                                                      MessageFlags(MessageFlag::IsVoiceMessage) |
                                                      MessageFlags(MessageFlag::IsComponentsV2);

// What is wrong with a request by itself; empty when nothing is. Pure, any thread, the same in client and server.
QList<FieldError> validate(const CreateMessage& request);
QList<FieldError> validate(const EditMessage& request);
QList<FieldError> validate(const BulkDelete& request);
QList<FieldError> validate(const AckMessage& request);

/** An embed without any of its parts shows nothing, and a message of such embeds is empty. */
bool showsSomething(const Embed& embed);
/** Whether there is anything to send. @param files that come with the request */
bool hasContent(const CreateMessage& request, int files);
/** validate(), and ErrorCode::CannotSendEmptyMessage when there is nothing to send. */
Result<void> check(const CreateMessage& request, int files);

}  // namespace shared
