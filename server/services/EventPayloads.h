#pragma once

#include "server/events/Event.h"
#include "server/services/GuildMember.h"
#include "shared/models/Ban.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/Role.h"

/**
 * The payloads of dispatches, exactly as "Receive Events" documents them, and what caches read from them again.
 *
 * What an Event's `model` holds, where the event comes from this process: CHANNEL_* and THREAD_* a shared::Channel,
 * GUILD_UPDATE a shared::Guild, GUILD_ROLE_CREATE and _UPDATE a shared::Role, GUILD_MEMBER_ADD and _UPDATE a MemberPtr,
 * MESSAGE_CREATE its shared::MessageId. Everything else is empty.
 */
namespace server {

/** An object's JSON with "guild_id" in front. @param object complete, not empty */
QByteArray withGuildId(const QByteArray& object, shared::GuildId guild);

QByteArray guildMemberPayload(const GuildMember& member);
QByteArray guildUserPayload(shared::GuildId guild, const QByteArray& userJson);
QByteArray rolePayload(shared::GuildId guild, const shared::Role& role);
QByteArray roleDeletePayload(shared::GuildId guild, shared::RoleId role);
QByteArray messageDeletePayload(shared::GuildId guild, shared::ChannelId channel, shared::MessageId message);
QByteArray messageDeleteBulkPayload(shared::GuildId guild, shared::ChannelId channel,
                                    const QList<shared::MessageId>& messages);
QByteArray pinsUpdatePayload(shared::GuildId guild, shared::ChannelId channel, qint64 lastPinAt);
QByteArray guildDeletePayload(shared::GuildId guild);

/** Read from the model, else from the payload; empty when it is neither. */
std::optional<shared::Channel> channelOf(const Event& event);
std::optional<shared::Guild> guildOf(const Event& event);
std::optional<shared::Role> roleModelOf(const Event& event);
/** Of GUILD_ROLE_DELETE. */
shared::RoleId roleOf(const Event& event);
/** The event's subject, else the payload's user. */
shared::UserId userOf(const Event& event);
shared::MessageId messageOf(const Event& event);

}  // namespace server
