#pragma once

#include <QtCore/QHash>

#include "shared/models/Relationship.h"
#include "shared/models/UserSettings.h"

namespace shared {

/** POST /auth/register. */
struct Register {
    QString username;
    QString password;
    Field<QString> email;
    Field<QString> globalName;
    Field<QString> dateOfBirth;  ///< YYYY-MM-DD
    Field<bool> consent;
    Field<QString> invite;            ///< code
    Field<QString> registrationCode;  ///< where the server asks for one

    bool operator==(const Register&) const = default;
};
GUILDHALL_DECLARE_JSON(Register);

/** POST /auth/login. */
struct Login {
    QString login;  ///< e-mail address or user name
    QString password;
    Field<bool> undelete;

    bool operator==(const Login&) const = default;
};
GUILDHALL_DECLARE_JSON(Login);

/** POST /auth/mfa/{authenticator_type}. */
struct LoginMfa {
    QString code;
    QString ticket;

    bool operator==(const LoginMfa&) const = default;
};
GUILDHALL_DECLARE_JSON(LoginMfa);

/** PATCH /users/@me. */
struct ModifyCurrentUser {
    Field<QString> username;
    Field<QString> globalName;
    Field<QString> avatar;  ///< data URI
    Field<QString> banner;
    Field<int> accentColor;
    Field<QString> bio;
    Field<QString> pronouns;
    Field<QString> email;
    Field<QString> password;  ///< the present one; needed for username, email and newPassword
    Field<QString> newPassword;

    bool operator==(const ModifyCurrentUser&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyCurrentUser);

/** POST /users/@me/channels: one recipient, or several for a group. */
struct CreateDm {
    Field<UserId> recipientId;
    Field<QList<UserId>> recipients;

    bool operator==(const CreateDm&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateDm);

/** POST /users/@me/relationships. */
struct SendFriendRequest {
    QString username;
    Field<QString> discriminator;

    bool operator==(const SendFriendRequest&) const = default;
};
GUILDHALL_DECLARE_JSON(SendFriendRequest);

/** PUT /users/@me/relationships/{user.id}; without a type a friend request is sent or accepted. */
struct PutRelationship {
    Field<RelationshipType> type;
    Field<bool> fromFriendSuggestion;

    bool operator==(const PutRelationship&) const = default;
};
GUILDHALL_DECLARE_JSON(PutRelationship);

/** PATCH /users/@me/relationships/{user.id}. */
struct ModifyRelationship {
    Field<QString> nickname;

    bool operator==(const ModifyRelationship&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyRelationship);

/** PUT /users/@me/notes/{user.id}. */
struct PutNote {
    Field<QString> note;

    bool operator==(const PutNote&) const = default;
};
GUILDHALL_DECLARE_JSON(PutNote);

/** How a user wants to be told of one channel. */
struct ModifyChannelOverride {
    Field<bool> collapsed;
    Field<int> flags;
    Field<MessageNotifications> messageNotifications;
    Field<bool> muted;
    Field<MuteConfig> muteConfig;

    bool operator==(const ModifyChannelOverride&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyChannelOverride);

/** PATCH /users/@me/guilds/{guild.id}/settings; "@me" stands for the DMs. */
struct ModifyUserGuildSettings {
    Field<QHash<QString, ModifyChannelOverride>> channelOverrides;  ///< by channel id
    Field<int> flags;
    Field<bool> hideMutedChannels;
    Field<MessageNotifications> messageNotifications;
    Field<bool> mobilePush;
    Field<bool> muteScheduledEvents;
    Field<bool> muted;
    Field<MuteConfig> muteConfig;
    Field<int> notifyHighlights;
    Field<bool> suppressEveryone;
    Field<bool> suppressRoles;

    bool operator==(const ModifyUserGuildSettings&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyUserGuildSettings);

}  // namespace shared
