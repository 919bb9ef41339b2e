#pragma once

#include <optional>
#include <variant>

#include <QtCore/QList>
#include <QtCore/QMetaType>

#include "shared/protocol/Dispatches.h"

namespace app {

/** Every dispatch that the app does something with, as a typed value. */
using DispatchEvent = std::variant<
    shared::ReadyEvent, shared::ResumedEvent, shared::ChannelCreateEvent, shared::ChannelUpdateEvent,
    shared::ChannelDeleteEvent, shared::ChannelPinsUpdateEvent, shared::ChannelRecipientAddEvent,
    shared::ChannelRecipientRemoveEvent, shared::ThreadCreateEvent, shared::ThreadUpdateEvent,
    shared::ThreadDeleteEvent, shared::ThreadListSyncEvent, shared::GuildCreateEvent, shared::GuildUpdateEvent,
    shared::GuildDeleteEvent, shared::GuildEmojisUpdateEvent, shared::GuildMemberAddEvent,
    shared::GuildMemberUpdateEvent, shared::GuildMemberRemoveEvent, shared::GuildMembersChunkEvent,
    shared::GuildRoleCreateEvent, shared::GuildRoleUpdateEvent, shared::GuildRoleDeleteEvent,
    shared::MessageCreateEvent, shared::MessageUpdateEvent, shared::MessageDeleteEvent, shared::MessageDeleteBulkEvent,
    shared::MessageAckEvent, shared::MessageReactionAddEvent, shared::MessageReactionRemoveEvent,
    shared::MessageReactionRemoveAllEvent, shared::MessageReactionRemoveEmojiEvent, shared::PresenceUpdateEvent,
    shared::TypingStartEvent, shared::UserUpdateEvent, shared::VoiceStateUpdateEvent, shared::RelationshipAddEvent,
    shared::RelationshipUpdateEvent, shared::RelationshipRemoveEvent, shared::UserGuildSettingsUpdateEvent,
    shared::UserSettingsUpdateEvent>;
using DispatchEvents = QList<DispatchEvent>;

/** Reads a dispatch; nothing for one that the app does not know. What does not fit in it keeps its default. */
std::optional<DispatchEvent> decodeDispatch(const QString& name, const QJsonValue& data);

}  // namespace app

Q_DECLARE_METATYPE(app::DispatchEvents)
