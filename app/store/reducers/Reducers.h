#pragma once

#include "app/store/LocalEvents.h"
#include "app/store/StoreState.h"
#include "shared/protocol/Dispatches.h"

namespace app {

/**
 * What each event changes: one function per event, one file per family. Only ClientStore calls them. They may be given
 * an event twice (a replay after RESUME): the second time it changes nothing.
 */

// ReadyReducers.cpp
void reduce(StoreState& state, const shared::ReadyEvent& event);
void reduce(StoreState& state, const shared::ResumedEvent& event);
void reduce(StoreState& state, const CacheRestored& event);
void reduce(StoreState& state, const shared::UserUpdateEvent& event);
void reduce(StoreState& state, const shared::UserSettingsUpdateEvent& event);
void reduce(StoreState& state, const shared::UserGuildSettingsUpdateEvent& event);

// GuildReducers.cpp
void reduce(StoreState& state, const shared::GuildCreateEvent& event);
void reduce(StoreState& state, const shared::GuildUpdateEvent& event);
void reduce(StoreState& state, const shared::GuildDeleteEvent& event);
void reduce(StoreState& state, const shared::GuildEmojisUpdateEvent& event);
void reduce(StoreState& state, const shared::GuildRoleCreateEvent& event);
void reduce(StoreState& state, const shared::GuildRoleUpdateEvent& event);
void reduce(StoreState& state, const shared::GuildRoleDeleteEvent& event);
void reduce(StoreState& state, const shared::VoiceStateUpdateEvent& event);
/** Takes all that a guild brings; also for READY. Notes nothing in Changes. */
void putGuild(StoreState& state, const shared::GatewayGuild& guild);
/** Forgets a guild and all that belongs to it. Notes nothing in Changes. */
void dropGuild(StoreState& state, shared::GuildId id);

// ChannelReducers.cpp
void reduce(StoreState& state, const shared::ChannelCreateEvent& event);
void reduce(StoreState& state, const shared::ChannelUpdateEvent& event);
void reduce(StoreState& state, const shared::ChannelDeleteEvent& event);
void reduce(StoreState& state, const shared::ChannelPinsUpdateEvent& event);
void reduce(StoreState& state, const shared::ChannelRecipientAddEvent& event);
void reduce(StoreState& state, const shared::ChannelRecipientRemoveEvent& event);
void reduce(StoreState& state, const shared::ThreadCreateEvent& event);
void reduce(StoreState& state, const shared::ThreadUpdateEvent& event);
void reduce(StoreState& state, const shared::ThreadDeleteEvent& event);
void reduce(StoreState& state, const shared::ThreadListSyncEvent& event);

// MemberReducers.cpp
void reduce(StoreState& state, const shared::GuildMemberAddEvent& event);
void reduce(StoreState& state, const shared::GuildMemberUpdateEvent& event);
void reduce(StoreState& state, const shared::GuildMemberRemoveEvent& event);
void reduce(StoreState& state, const shared::GuildMembersChunkEvent& event);
void reduce(StoreState& state, const MembersComplete& event);
/** Takes a member, and its user where it has one. Notes both. */
void putMember(StoreState& state, shared::GuildId guildId, shared::UserId userId, const shared::Member& member);
/** Takes a user and notes it when it is new or has changed. */
void putUser(StoreState& state, const shared::User& user);

// MessageReducers.cpp
void reduce(StoreState& state, const shared::MessageCreateEvent& event);
void reduce(StoreState& state, const shared::MessageUpdateEvent& event);
void reduce(StoreState& state, const shared::MessageDeleteEvent& event);
void reduce(StoreState& state, const shared::MessageDeleteBulkEvent& event);
void reduce(StoreState& state, const MessagePending& event);
void reduce(StoreState& state, const MessageProgress& event);
void reduce(StoreState& state, const MessageFailed& event);
void reduce(StoreState& state, const MessageRetried& event);
void reduce(StoreState& state, const MessageDropped& event);
void reduce(StoreState& state, const MessageAnswered& event);
/** Whether a message calls for the account: by name, by role, by @everyone, or because it is a DM. */
bool mentionsSelf(const StoreState& state, const shared::Message& message);

// HistoryReducers.cpp
void reduce(StoreState& state, const HistoryLoading& event);
void reduce(StoreState& state, const HistoryLoaded& event);
void reduce(StoreState& state, const HistoryFailed& event);
void reduce(StoreState& state, const HistoryRestored& event);
void reduce(StoreState& state, const WindowLeft& event);

// ReactionReducers.cpp
void reduce(StoreState& state, const shared::MessageReactionAddEvent& event);
void reduce(StoreState& state, const shared::MessageReactionRemoveEvent& event);
void reduce(StoreState& state, const shared::MessageReactionRemoveAllEvent& event);
void reduce(StoreState& state, const shared::MessageReactionRemoveEmojiEvent& event);
void reduce(StoreState& state, const OwnReaction& event);

// ReadStateReducers.cpp
void reduce(StoreState& state, const shared::MessageAckEvent& event);
void reduce(StoreState& state, const ChannelRead& event);

// PeopleReducers.cpp
void reduce(StoreState& state, const shared::PresenceUpdateEvent& event);
void reduce(StoreState& state, const shared::TypingStartEvent& event);
void reduce(StoreState& state, const ClockTicked& event);
void reduce(StoreState& state, const shared::RelationshipAddEvent& event);
void reduce(StoreState& state, const shared::RelationshipUpdateEvent& event);
void reduce(StoreState& state, const shared::RelationshipRemoveEvent& event);

}  // namespace app
