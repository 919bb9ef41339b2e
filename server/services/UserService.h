#pragma once

#include "server/services/AuthService.h"
#include "server/services/Media.h"
#include "server/services/Members.h"
#include "server/services/Users.h"
#include "shared/models/Guild.h"
#include "shared/models/UserSettings.h"
#include "shared/protocol/requests/UserRequests.h"

namespace server {

/**
 * Accounts as their owners and others see them. Blocking calls, for workers.
 *
 * A change of what everybody may see is owed to the user's guilds (kOwedProfile), each of which tells its members.
 */
class UserService {
 public:
    struct Parts {
        Storage& storage;
        AuthService& auth;
        Users& users;
        Members& members;
        Media& media;
        const shared::Clock& clock;
        shared::Random& random;
        GuildGraphs& graphs;
    };
    explicit UserService(Parts parts) : m_parts(parts) {}

    /** GET /users/@me from memory, as JSON; nullopt when it has to be loaded. Any thread, never blocks. */
    std::optional<QByteArray> currentCached(const Actor& actor) const;
    /** GET /users/@me. */
    shared::Result<shared::CurrentUser> current(const Actor& actor);
    /** Anybody's public part. Or UnknownUser. */
    shared::Result<shared::User> get(const Actor& actor, shared::UserId id);
    /**
     * PATCH /users/@me. A new name, e-mail or password of a person needs the present password. A new password ends all
     * sessions, that of the request too: the answer carries the token that is good from then on. USER_UPDATE goes to
     * the user's own sessions.
     */
    shared::Result<shared::CurrentUser> modify(const Actor& actor, const shared::ModifyCurrentUser& request);

    shared::Result<shared::UserSettings> settings(const Actor& actor);
    /** Merges; unknown keys are kept, up to 64 KiB in all. USER_SETTINGS_UPDATE to the user's sessions. People only. */
    shared::Result<shared::UserSettings> modifySettings(const Actor& actor, const QJsonObject& changes);
    /** Notification settings of a guild; a null id means the DMs. USER_GUILD_SETTINGS_UPDATE. */
    shared::Result<shared::UserGuildSettings> modifyGuildSettings(const Actor& actor, shared::GuildId guild,
                                                                  const shared::ModifyUserGuildSettings& changes);
    /** All of them, as READY has them. */
    shared::Result<QList<shared::UserGuildSettings>> guildSettings(const Actor& actor);

    shared::Result<QString> note(const Actor& actor, shared::UserId about);
    /** At most 256 characters; empty removes it. USER_NOTE_UPDATE. */
    shared::Result<void> setNote(const Actor& actor, shared::UserId about, const QString& text);

    /**
     * POST /users/@me/disable: every token ends at once; logging in again takes the account up again. Needs the
     * password.
     */
    shared::Result<void> disable(const Actor& actor, const shared::Field<QString>& password);
    /**
     * POST /users/@me/delete: the account ends for good, and its bots with it. Messages stay, under a name that says
     * nothing. Needs the password; refused to who owns a guild (hand it over or delete it first) or this server.
     */
    shared::Result<void> remove(const Actor& actor, const shared::Field<QString>& password);

    /** May this account administer the server? */
    shared::Result<bool> isServerOwner(const Actor& actor);

 private:
    /** @param wasOvertaken set when the account was changed by somebody else meanwhile, and nothing was done */
    shared::Result<shared::CurrentUser> tryModify(const Actor& actor, const shared::ModifyCurrentUser& request,
                                                  bool& wasOvertaken);
    shared::Result<void> requirePassword(const Actor& actor, const AccountRow& account,
                                         const shared::ModifyCurrentUser& request);
    /** PasswordDoesNotMatch's form error unless it is the actor's present password. */
    shared::Result<void> checkPresentPassword(const Actor& actor, const shared::Field<QString>& password);
    shared::Result<void> applyPublic(AccountRow& account, const shared::ModifyCurrentUser& request);
    /** Claims the new names of `after` before they are written; a claim that no write confirms ends by itself. */
    shared::Result<void> claimNames(const AccountRow& before, const AccountRow& after);

    Parts m_parts;
};

}  // namespace server
