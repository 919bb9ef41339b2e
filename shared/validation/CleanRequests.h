#pragma once

#include "shared/protocol/requests/ApplicationRequests.h"
#include "shared/protocol/requests/ChannelRequests.h"
#include "shared/protocol/requests/GuildRequests.h"
#include "shared/protocol/requests/MemberRequests.h"
#include "shared/protocol/requests/MessageRequests.h"
#include "shared/protocol/requests/UserRequests.h"

namespace shared {

// Makes the names and texts of a request fit to be kept (CleanText.h), before the rules look at them. readRequest calls
// it; requests without such fields are left alone. Any thread.
template <class Request>
void cleanRequest(Request&) {}
void cleanRequest(Register& request);
void cleanRequest(ModifyCurrentUser& request);
void cleanRequest(CreateGuild& request);
void cleanRequest(ModifyGuild& request);
void cleanRequest(CreateChannel& request);
void cleanRequest(ModifyChannel& request);
void cleanRequest(ModifyRole& request);
void cleanRequest(ModifyMember& request);
void cleanRequest(ModifyCurrentMember& request);
void cleanRequest(CreateMessage& request);
void cleanRequest(EditMessage& request);
void cleanRequest(CreateApplication& request);
void cleanRequest(ModifyApplication& request);
void cleanRequest(ModifyApplicationBot& request);

}  // namespace shared
