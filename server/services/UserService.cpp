#include "server/services/UserService.h"

#include "server/services/AccountRemoval.h"
#include "server/services/Accounts.h"
#include "server/services/Outbox.h"
#include "shared/json/JsonType.h"
#include "shared/validation/UserRules.h"

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;
using shared::Field;
using shared::GatewayEvent;
using shared::Result;
using shared::UserGuildSettings;

namespace server {
namespace {

const QString kSettings = u"client"_s;
const QString kGuildSettings = u"guilds"_s;
constexpr qsizetype kSettingsBytes = 64 * 1024;
constexpr int kMostTries = 3;  ///< when another device changes the account at the same time

EventRoute onlyTo(const Actor& actor) {
    EventRoute route;
    route.onlyUser = actor.userId;
    return route;
}

template <class T>
void putField(QJsonObject& profile, QLatin1StringView key, const Field<T>& field) {
    if (field.isMissing()) return;
    if (field.isNull()) {
        profile.remove(key);
    } else {
        profile[key] = QJsonValue(field.value());
    }
}

Result<QList<UserGuildSettings>> readGuildSettings(const ReadView& view) {
    ASSIGN_OR_RETURN(const QByteArray bytes, view.users().settings(kGuildSettings));
    if (bytes.isEmpty()) return QList<UserGuildSettings>();
    return shared::fromJson<QList<UserGuildSettings>>(bytes);
}

Result<shared::UserSettings> readSettings(const ReadView& view) {
    ASSIGN_OR_RETURN(const QByteArray bytes, view.users().settings(kSettings));
    return shared::fromJson<shared::UserSettings>(bytes.isEmpty() ? "{}"_ba : bytes);
}

void apply(UserGuildSettings& settings, const shared::ModifyUserGuildSettings& changes) {
    changes.flags.applyTo(settings.flags);
    changes.hideMutedChannels.applyTo(settings.hideMutedChannels);
    changes.messageNotifications.applyTo(settings.messageNotifications);
    changes.mobilePush.applyTo(settings.mobilePush);
    changes.muteScheduledEvents.applyTo(settings.muteScheduledEvents);
    changes.muted.applyTo(settings.muted);
    changes.muteConfig.applyTo(settings.muteConfig);
    changes.notifyHighlights.applyTo(settings.notifyHighlights);
    changes.suppressEveryone.applyTo(settings.suppressEveryone);
    changes.suppressRoles.applyTo(settings.suppressRoles);
    if (!changes.channelOverrides.hasValue()) return;
    for (auto it = changes.channelOverrides->cbegin(); it != changes.channelOverrides->cend(); ++it) {
        const auto channel = shared::ChannelId::fromString(it.key());
        if (!channel) continue;
        auto entry = std::ranges::find(settings.channelOverrides, *channel, &shared::ChannelOverride::channelId);
        if (entry == settings.channelOverrides.end()) {
            shared::ChannelOverride added;
            added.channelId = *channel;
            settings.channelOverrides.append(added);
            entry = settings.channelOverrides.end() - 1;
        }
        it->collapsed.applyTo(entry->collapsed);
        it->flags.applyTo(entry->flags);
        it->messageNotifications.applyTo(entry->messageNotifications);
        it->muted.applyTo(entry->muted);
        it->muteConfig.applyTo(entry->muteConfig);
    }
}

}  // namespace

std::optional<QByteArray> UserService::currentCached(const Actor& actor) const {
    const UserPtr user = m_parts.users.cached(actor.userId);
    return user ? std::optional(user->ownJson) : std::nullopt;
}

Result<shared::CurrentUser> UserService::current(const Actor& actor) {
    return m_parts.storage.read(StreamKey::user(actor.userId), [](const ReadView& view) -> Result<shared::CurrentUser> {
        ASSIGN_OR_RETURN(const AccountRow account, view.users().get());
        return currentUser(account);
    });
}

Result<shared::User> UserService::get(const Actor&, shared::UserId id) {
    ASSIGN_OR_RETURN(const UserPtr user, m_parts.users.get(id));
    return user->user;
}

Result<void> UserService::requirePassword(const Actor& actor, const AccountRow& account,
                                          const shared::ModifyCurrentUser& request) {
    const bool isSensitive = request.newPassword.hasValue() ||
                             (request.username.hasValue() && request.username.value() != account.username) ||
                             (request.email.isPresent() && request.email.toOptional() != account.email);
    if (actor.isBot || !isSensitive) return {};
    return checkPresentPassword(actor, request.password);
}

Result<void> UserService::checkPresentPassword(const Actor& actor, const Field<QString>& password) {
    if (!password.hasValue()) {
        return Error::invalidForm(u"password"_s, u"BASE_TYPE_REQUIRED"_s, u"Password is required to change this."_s);
    }
    ASSIGN_OR_RETURN(const bool fits, m_parts.auth.checkPassword(actor, password.value()));
    if (!fits) return Error::invalidForm(u"password"_s, u"PASSWORD_DOES_NOT_MATCH"_s, u"Password does not match."_s);
    return {};
}

Result<void> UserService::disable(const Actor& actor, const Field<QString>& password) {
    if (actor.isBot) return ErrorCode::BotsCannotUse;
    RETURN_IF_ERROR(checkPresentPassword(actor, password));
    return m_parts.storage.write(StreamKey::user(actor.userId), endAllSessions);
}

Result<void> UserService::remove(const Actor& actor, const Field<QString>& password) {
    if (actor.isBot) return ErrorCode::BotsCannotUse;
    RETURN_IF_ERROR(checkPresentPassword(actor, password));
    ASSIGN_OR_RETURN(const bool ownsServer, isServerOwner(actor));
    if (ownsServer) {
        return Error(ErrorCode::UnauthorizedAction, u"This account owns the server and cannot be deleted."_s);
    }
    const StreamKey key = StreamKey::user(actor.userId);
    ASSIGN_OR_RETURN(const QList<UserGuildRow> guilds,
                     m_parts.storage.read(key, [](const ReadView& view) { return view.users().listGuilds(); }));
    for (const UserGuildRow& guild : guilds) {
        const auto graph = m_parts.graphs.get(guild.guildId);
        if (!graph.has_value() || (*graph)->ownerId() != actor.userId) continue;
        return Error(
            ErrorCode::UnauthorizedAction,
            u"You own \"%1\". Hand it over or delete it before you delete your account."_s.arg((*graph)->guild().name));
    }
    return m_parts.storage.write(key, removeAccount);
}

Result<void> UserService::applyPublic(AccountRow& account, const shared::ModifyCurrentUser& request) {
    request.globalName.applyTo(account.globalName);
    if (request.avatar.isNull()) account.avatar.reset();
    if (request.avatar.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage image, m_parts.media.storeImage(ImageKind::Avatar, account.id.value(),
                                                                           request.avatar.value(), u"avatar"_s));
        account.avatar = image.hash;
    }
    QJsonObject profile = profileOf(account);
    if (request.banner.isNull()) profile.remove("banner"_L1);
    if (request.banner.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage image, m_parts.media.storeImage(ImageKind::GuildBanner, account.id.value(),
                                                                           request.banner.value(), u"banner"_s));
        profile["banner"_L1] = image.hash;
    }
    putField(profile, "accent_color"_L1, request.accentColor);
    putField(profile, "bio"_L1, request.bio);
    putField(profile, "pronouns"_L1, request.pronouns);
    setProfile(account, profile);
    return {};
}

Result<void> UserService::claimNames(const AccountRow& before, const AccountRow& after) {
    const StreamKey key = StreamKey::user(before.id);
    if (!after.isBot && directoryName(after.username) != directoryName(before.username)) {
        ASSIGN_OR_RETURN(const bool isFree,
                         m_parts.storage.claim(DirectoryKind::Username, directoryName(after.username), key));
        if (!isFree) {
            return Error::invalidForm(
                u"username"_s, u"USERNAME_ALREADY_TAKEN"_s,
                u"Username is unavailable. Try adding numbers, letters, underscores, or periods."_s);
        }
    }
    if (after.email && (!before.email || directoryName(*after.email) != directoryName(*before.email))) {
        ASSIGN_OR_RETURN(const bool isFree,
                         m_parts.storage.claim(DirectoryKind::Email, directoryName(*after.email), key));
        if (!isFree) {
            (void)m_parts.storage.releaseClaim(DirectoryKind::Username, directoryName(after.username), key);
            return Error::invalidForm(u"email"_s, u"EMAIL_ALREADY_REGISTERED"_s, u"Email is already registered."_s);
        }
    }
    return {};
}

Result<shared::CurrentUser> UserService::modify(const Actor& actor, const shared::ModifyCurrentUser& request) {
    bool wasOvertaken = false;
    auto changed = tryModify(actor, request, wasOvertaken);
    for (int again = 0; wasOvertaken && again < kMostTries; ++again) {
        wasOvertaken = false;
        changed = tryModify(actor, request, wasOvertaken);
    }
    return changed;
}

Result<shared::CurrentUser> UserService::tryModify(const Actor& actor, const shared::ModifyCurrentUser& request,
                                                   bool& wasOvertaken) {
    const StreamKey key = StreamKey::user(actor.userId);
    ASSIGN_OR_RETURN(const AccountRow before,
                     m_parts.storage.read(key, [](const ReadView& view) { return view.users().get(); }));
    RETURN_IF_ERROR(requirePassword(actor, before, request));

    AccountRow wanted = before;
    RETURN_IF_ERROR(applyPublic(wanted, request));
    if (request.username.hasValue()) {
        wanted.username =
            actor.isBot ? request.username->trimmed() : shared::normalizedUsername(request.username.value());
    }
    if (!actor.isBot) request.email.applyTo(wanted.email);
    if (request.newPassword.hasValue() && !actor.isBot) {
        ASSIGN_OR_RETURN(wanted.passwordHash, m_parts.auth.hashPassword(request.newPassword.value()));
    }
    RETURN_IF_ERROR(claimNames(before, wanted));
    const bool isPublicChange = shared::toJson(publicUser(before)) != shared::toJson(publicUser(wanted));

    return m_parts.storage.write(key, [&](Transaction& tx) -> Result<shared::CurrentUser> {
        ASSIGN_OR_RETURN(const AccountRow now, tx.users().get());
        if (now.version != before.version) {
            wasOvertaken = true;
            return Error(ErrorCode::ServiceUnavailable,
                         u"The account was changed by another device just now. Try again."_s);
        }
        ASSIGN_OR_RETURN(wanted.version, tx.users().update(wanted));
        if (!wanted.isBot && directoryName(wanted.username) != directoryName(before.username)) {
            RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Username, directoryName(wanted.username)));
            RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::Username, directoryName(before.username)));
        }
        const auto directoryMail = [](const AccountRow& row) {
            return row.email ? directoryName(*row.email) : QString();
        };
        if (directoryMail(wanted) != directoryMail(before)) {
            if (wanted.email) RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Email, directoryName(*wanted.email)));
            if (before.email)
                RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::Email, directoryName(*before.email)));
        }
        shared::CurrentUser changed = currentUser(wanted);
        tx.emitEvent(GatewayEvent::UserUpdate, shared::toJson(changed), onlyTo(actor));
        if (isPublicChange) {
            const OwedProfile profile{publicUser(wanted), wanted.version};
            ASSIGN_OR_RETURN(const QList<UserGuildRow> guilds, tx.users().listGuilds());
            for (const UserGuildRow& guild : guilds)
                tx.owe(StreamKey::guild(guild.guildId), kOwedProfile, profile.toBytes());
        }
        if (request.newPassword.hasValue() && !actor.isBot) {
            // After the USER_UPDATE: with its token a session of the gateway ends, too.
            RETURN_IF_ERROR(endAllSessions(tx));
            ASSIGN_OR_RETURN(const QByteArray token, AuthService::insertSession(tx, actor.userId, SessionKind::User,
                                                                                m_parts.clock, m_parts.random));
            changed.token = QString::fromLatin1(token);
        }
        return changed;
    });
}

Result<shared::UserSettings> UserService::settings(const Actor& actor) {
    return m_parts.storage.read(StreamKey::user(actor.userId), readSettings);
}

Result<shared::UserSettings> UserService::modifySettings(const Actor& actor, const QJsonObject& changes) {
    return m_parts.storage.write(StreamKey::user(actor.userId), [&](Transaction& tx) -> Result<shared::UserSettings> {
        ASSIGN_OR_RETURN(const QByteArray stored, tx.users().settings(kSettings));
        QJsonObject merged = QJsonDocument::fromJson(stored).object();
        for (auto it = changes.begin(); it != changes.end(); ++it)
            merged[it.key()] = it.value();
        ASSIGN_OR_RETURN(const shared::UserSettings settings, shared::fromJson<shared::UserSettings>(merged));
        const QByteArray bytes = shared::toJson(settings);
        if (bytes.size() > kSettingsBytes) {
            return Error::invalidForm(QString(), u"BASE_TYPE_MAX_LENGTH"_s,
                                      u"Settings must be 65536 or fewer bytes."_s);
        }
        RETURN_IF_ERROR(tx.users().setSettings(kSettings, bytes));
        tx.emitEvent(GatewayEvent::UserSettingsUpdate, QJsonDocument(changes).toJson(QJsonDocument::Compact),
                     onlyTo(actor));
        return settings;
    });
}

Result<UserGuildSettings> UserService::modifyGuildSettings(const Actor& actor, shared::GuildId guild,
                                                           const shared::ModifyUserGuildSettings& changes) {
    if (guild) {
        ASSIGN_OR_RETURN(const MemberPtr member, m_parts.members.find(guild, actor.userId));
        if (!member) return ErrorCode::MissingAccess;
    }
    const std::optional<shared::GuildId> wanted = guild ? std::optional(guild) : std::nullopt;
    return m_parts.storage.write(StreamKey::user(actor.userId), [&](Transaction& tx) -> Result<UserGuildSettings> {
        ASSIGN_OR_RETURN(QList<UserGuildSettings> all, readGuildSettings(tx));
        auto entry = std::ranges::find(all, wanted, &UserGuildSettings::guildId);
        if (entry == all.end()) {
            UserGuildSettings added;
            added.guildId = wanted;
            all.append(added);
            entry = all.end() - 1;
        }
        apply(*entry, changes);
        ++entry->version;
        const UserGuildSettings changed = *entry;
        RETURN_IF_ERROR(tx.users().setSettings(kGuildSettings, shared::toJson(all)));
        tx.emitEvent(GatewayEvent::UserGuildSettingsUpdate, shared::toJson(changed), onlyTo(actor));
        return changed;
    });
}

Result<QList<UserGuildSettings>> UserService::guildSettings(const Actor& actor) {
    return m_parts.storage.read(StreamKey::user(actor.userId), readGuildSettings);
}

Result<QString> UserService::note(const Actor& actor, shared::UserId about) {
    return m_parts.storage.read(StreamKey::user(actor.userId),
                                [&](const ReadView& view) { return view.users().note(about); });
}

Result<void> UserService::setNote(const Actor& actor, shared::UserId about, const QString& text) {
    if (text.size() > 256)
        return Error::invalidForm(u"note"_s, u"BASE_TYPE_MAX_LENGTH"_s, u"Must be 256 or fewer in length."_s);
    RETURN_IF_ERROR(m_parts.users.get(about).and_then([](const UserPtr&) -> Result<void> { return {}; }));
    return m_parts.storage.write(StreamKey::user(actor.userId), [&](Transaction& tx) -> Result<void> {
        RETURN_IF_ERROR(tx.users().setNote(about, text));
        const QJsonObject payload{{u"id"_s, about.toString()}, {u"note"_s, text}};
        tx.emitEvent(GatewayEvent::UserNoteUpdate, QJsonDocument(payload).toJson(QJsonDocument::Compact),
                     onlyTo(actor));
        return {};
    });
}

Result<bool> UserService::isServerOwner(const Actor& actor) {
    return m_parts.storage.read(StreamKey::user(actor.userId), [](const ReadView& view) -> Result<bool> {
        ASSIGN_OR_RETURN(const AccountRow account, view.users().get());
        return (account.flags & kServerOwnerFlag) != 0;
    });
}

}  // namespace server
