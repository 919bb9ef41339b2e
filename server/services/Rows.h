#pragma once

#include "server/storage/BanStore.h"
#include "server/storage/ChannelStore.h"
#include "server/storage/GuildStore.h"
#include "server/storage/MemberStore.h"
#include "server/storage/RoleStore.h"
#include "shared/models/Ban.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/Member.h"
#include "shared/models/Role.h"

/**
 * Storage rows and models, both ways. What a row has no column for lives in its `extra`, as JSON with the wire's keys.
 */
namespace server {

/** Without roles. */
shared::Guild toModel(const GuildRow& row);
GuildRow toRow(const shared::Guild& guild);

/** @param guild null for a DM. Every key that Discord documents for the channel's type is present. */
shared::Channel toModel(const ChannelRow& row, shared::GuildId guild);
ChannelRow toRow(const shared::Channel& channel);

shared::Role toModel(const RoleRow& row);
RoleRow toRow(const shared::Role& role);

/** With its user. Roles as stored, also those that no longer exist. */
shared::Member toModel(const MemberRow& row);
/** @param userJson of the public user, as stored beside its columns; may be empty to have it written here */
MemberRow toRow(const shared::Member& member, quint64 userVersion, const QByteArray& userJson = {});

shared::Ban toModel(const BanRow& row);

/** Makes present what Discord's documents say a channel of this type has, and takes away what it has not. */
void completeForType(shared::Channel& channel);

}  // namespace server
