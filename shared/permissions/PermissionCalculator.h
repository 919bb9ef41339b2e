#pragma once

#include "shared/models/Channel.h"
#include "shared/permissions/PermissionTables.h"

namespace shared {

/**
 * Who may do what: pure functions, any thread, some tens of nanoseconds. Source: "Permissions" in Discord's documents.
 *
 * The results are effective: what one permission implies for another (no VIEW_CHANNEL, no SEND_MESSAGES, no CONNECT,
 * a time-out) is applied, so that `has()` is the whole question.
 */

/** What a member may in the guild as a whole. The owner and administrators may all. */
Permissions guildPermissions(const GuildPermissionTable& guild, const PermissionSubject& subject);

/**
 * What a member may in a channel.
 * @param channel of a thread: that of its parent
 * @param type of the channel, or of the thread itself, in which SEND_MESSAGES_IN_THREADS counts for SEND_MESSAGES
 */
Permissions channelPermissions(const GuildPermissionTable& guild, const ChannelPermissionTable& channel,
                               ChannelType type, const PermissionSubject& subject);

/** What writing a message needs in a channel of that type. */
constexpr Permission sendPermission(ChannelType type) {
    return isThread(type) ? Permission::SendMessagesInThreads : Permission::SendMessages;
}

/** All that a member who is timed out keeps. */
inline constexpr Permissions kTimedOutPermissions = Permission::ViewChannel | Permission::ReadMessageHistory;
/** What is worth nothing without the permission to send. */
inline constexpr Permissions kSendingPermissions = Permission::MentionEveryone | Permission::SendTtsMessages |
                                                   Permission::AttachFiles | Permission::EmbedLinks |
                                                   Permission::SendVoiceMessages | Permission::SendPolls;
/** What is worth nothing in a voice or stage channel without CONNECT. */
inline constexpr Permissions kConnectedPermissions =
    Permission::ManageChannels | Permission::Speak | Permission::Stream | Permission::UseVad |
    Permission::PrioritySpeaker | Permission::MuteMembers | Permission::DeafenMembers | Permission::MoveMembers |
    Permission::RequestToSpeak | Permission::UseEmbeddedActivities | Permission::UseSoundboard |
    Permission::UseExternalSounds | Permission::SetVoiceChannelStatus;

// Hierarchy. It binds administrators as well; only the owner stands above it.

/** The highest role of a member; that of @everyone when there is none. */
RoleRank highestRole(const GuildPermissionTable& guild, const PermissionSubject& subject);
/** Whether a role is below the member's highest, so that the member may edit, move, give or delete it. */
bool isRoleBelow(const GuildPermissionTable& guild, const PermissionSubject& actor, RoleId role);
/** isRoleBelow, and the role is one that can be given at all: neither @everyone nor managed. */
bool canAssignRole(const GuildPermissionTable& guild, const PermissionSubject& actor, RoleId role);
/** Whether `actor` may kick, ban, rename, mute ... `target`, who is somebody else. Nobody may the owner. */
bool canManage(const GuildPermissionTable& guild, const PermissionSubject& actor, const PermissionSubject& target);
/** Nobody gives or takes what they lack themselves: every bit that differs must be in `own`. */
constexpr bool mayChange(Permissions own, Permissions before, Permissions after) {
    return own.has(Permissions(before.bits() ^ after.bits()));
}

}  // namespace shared
