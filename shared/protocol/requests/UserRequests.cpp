#include "shared/protocol/requests/UserRequests.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Register>& request) {
    v("username", request.username);
    v("password", request.password);
    v("email", request.email);
    v("global_name", request.globalName);
    v("date_of_birth", request.dateOfBirth);
    v("consent", request.consent);
    v("invite", request.invite);
    v("registration_code", request.registrationCode);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Login>& login) {
    v("login", login.login);
    v("password", login.password);
    v("undelete", login.undelete);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, LoginMfa>& mfa) {
    v("code", mfa.code);
    v("ticket", mfa.ticket);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyCurrentUser>& user) {
    v("username", user.username);
    v("global_name", user.globalName);
    v("avatar", user.avatar);
    v("banner", user.banner);
    v("accent_color", user.accentColor);
    v("bio", user.bio);
    v("pronouns", user.pronouns);
    v("email", user.email);
    v("password", user.password);
    v("new_password", user.newPassword);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateDm>& dm) {
    v("recipient_id", dm.recipientId);
    v("recipients", dm.recipients);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, SendFriendRequest>& request) {
    v("username", request.username);
    v("discriminator", request.discriminator);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, PutRelationship>& relationship) {
    v("type", relationship.type);
    v("from_friend_suggestion", relationship.fromFriendSuggestion);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyRelationship>& relationship) {
    v("nickname", relationship.nickname);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, PutNote>& note) {
    v("note", note.note);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyChannelOverride>& override) {
    v("collapsed", override.collapsed);
    v("flags", override.flags);
    v("message_notifications", override.messageNotifications);
    v("muted", override.muted);
    v("mute_config", override.muteConfig);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyUserGuildSettings>& settings) {
    v("channel_overrides", settings.channelOverrides);
    v("flags", settings.flags);
    v("hide_muted_channels", settings.hideMutedChannels);
    v("message_notifications", settings.messageNotifications);
    v("mobile_push", settings.mobilePush);
    v("mute_scheduled_events", settings.muteScheduledEvents);
    v("muted", settings.muted);
    v("mute_config", settings.muteConfig);
    v("notify_highlights", settings.notifyHighlights);
    v("suppress_everyone", settings.suppressEveryone);
    v("suppress_roles", settings.suppressRoles);
}

}  // namespace

GUILDHALL_DEFINE_JSON(Register)
GUILDHALL_DEFINE_JSON(Login)
GUILDHALL_DEFINE_JSON(LoginMfa)
GUILDHALL_DEFINE_JSON(ModifyCurrentUser)
GUILDHALL_DEFINE_JSON(CreateDm)
GUILDHALL_DEFINE_JSON(SendFriendRequest)
GUILDHALL_DEFINE_JSON(PutRelationship)
GUILDHALL_DEFINE_JSON(ModifyRelationship)
GUILDHALL_DEFINE_JSON(PutNote)
GUILDHALL_DEFINE_JSON(ModifyChannelOverride)
GUILDHALL_DEFINE_JSON(ModifyUserGuildSettings)

}  // namespace shared
