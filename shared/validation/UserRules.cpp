#include "shared/validation/UserRules.h"

#include <algorithm>

#include <QtCore/QDate>
#include <QtCore/QDateTime>

#include "shared/validation/FieldChecks.h"
#include "shared/validation/GuildRules.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

/** Names and parts of names that nobody may have, person or bot. Source: "Usernames and Nicknames". */
constexpr QStringView kForbiddenParts[] = {u"@", u"#", u":", u"```", u"discord"};
constexpr QStringView kReservedNames[] = {u"everyone", u"here"};

void checkReserved(FieldChecks& checks, const QString& path, QStringView name) {
    for (const QStringView part : kForbiddenParts) {
        if (!name.contains(part, Qt::CaseInsensitive)) continue;
        checks.add(path, "USERNAME_INVALID_CONTAINS"_L1, u"Username cannot contain \"%1\""_s.arg(part));
    }
    for (const QStringView reserved : kReservedNames) {
        if (name.compare(reserved, Qt::CaseInsensitive) != 0) continue;
        checks.add(path, "USERNAME_INVALID_CONTAINS"_L1, u"Username cannot be \"%1\""_s.arg(reserved));
    }
}

/** A person's name: lower-case ASCII letters, digits, _ and . with no two periods in a row. */
void checkUsername(FieldChecks& checks, QStringView name) {
    const QString username = normalizedUsername(name);
    checks.length(u"username"_s, QStringView(username), limits::kUsernameMin, limits::kUsernameMax);
    const bool fits = std::ranges::all_of(username, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'.';
    });
    if (!fits) {
        checks.add(u"username"_s, "USERNAME_INVALID_CHARACTERS"_L1,
                   u"Please only use numbers, letters, underscores or periods."_s);
    } else if (username.contains(".."_L1)) {
        checks.add(u"username"_s, "USERNAME_CONSECUTIVE_PERIODS"_L1, u"Usernames cannot have periods in a row."_s);
    } else {
        checkReserved(checks, u"username"_s, username);
    }
}

/** A bot's name, and what webhooks show. Source: "Usernames and Nicknames". */
void checkBotUsername(FieldChecks& checks, QStringView name) {
    const QStringView trimmed = name.trimmed();
    checks.length(u"username"_s, trimmed, limits::kUsernameMin, limits::kUsernameMax);
    checkReserved(checks, u"username"_s, trimmed);
}

void checkEmail(FieldChecks& checks, const Field<QString>& email) {
    if (!email.hasValue() || isWellFormedEmail(QStringView(*email).trimmed())) return;
    checks.add(u"email"_s, "EMAIL_TYPE_INVALID_EMAIL"_L1, u"Not a well formed email address."_s);
}

void checkBirth(FieldChecks& checks, const Field<QString>& birth, Timestamp now) {
    if (!birth.hasValue()) return;
    const QDate date = QDate::fromString(*birth, Qt::ISODate);
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.ms(), Qt::UTC).date();
    if (!date.isValid() || date > today || date.year() < 1900) {
        checks.add(u"date_of_birth"_s, "DATE_OF_BIRTH_INVALID"_L1, u"Date of birth is invalid."_s);
    } else if (date.addYears(limits::kMinimumAge) > today) {
        checks.add(u"date_of_birth"_s, "DATE_OF_BIRTH_UNDERAGE"_L1, u"You are under the minimum age."_s);
    }
}

void checkPassword(FieldChecks& checks, const QString& path, const Field<QString>& password) {
    checks.length(path, password, limits::kPasswordMin, limits::kPasswordMax);
}

}  // namespace

QString normalizedUsername(QStringView username) {
    return username.trimmed().toString().toLower();
}

QString normalizedEmail(QStringView email) {
    return email.trimmed().toString().toLower();
}

bool isWellFormedEmail(QStringView email) {
    const qsizetype at = email.lastIndexOf(u'@');
    if (at < 1 || at > 64 || email.size() > limits::kEmailLength) return false;
    const QStringView local = email.left(at);
    const QStringView domain = email.mid(at + 1);
    const auto fitsLocal = [](QChar c) {
        return c.unicode() > 0x20 && c.unicode() != 0x7f && !c.isSpace() && !QStringView(u"()<>[]:;@\\,\"").contains(c);
    };
    const auto fitsDomain = [](QChar c) { return c.isLetterOrNumber() || c.isMark() || c == u'-' || c == u'.'; };
    if (!std::ranges::all_of(local, fitsLocal) || !std::ranges::all_of(domain, fitsDomain)) return false;
    if (local.startsWith(u'.') || local.endsWith(u'.') || local.contains(u"..")) return false;
    const bool dotted = domain.contains(u'.') || domain == u"localhost";
    return dotted && !domain.startsWith(u'.') && !domain.endsWith(u'.') && !domain.contains(u"..") &&
           !domain.startsWith(u'-') && !domain.endsWith(u'-');
}

QList<FieldError> validate(const Register& request, Timestamp now) {
    FieldChecks checks;
    checkUsername(checks, request.username);
    checks.length(u"password"_s, QStringView(request.password), limits::kPasswordMin, limits::kPasswordMax);
    checkEmail(checks, request.email);
    checks.length(u"global_name"_s, request.globalName, 0, limits::kGlobalName);
    checkBirth(checks, request.dateOfBirth, now);
    if (request.consent.hasValue() && !*request.consent) {
        checks.add(u"consent"_s, "CONSENT_REQUIRED"_L1, u"You must agree to the terms to make an account."_s);
    }
    return checks.take();
}

QList<FieldError> validate(const Login& request) {
    FieldChecks checks;
    if (request.login.trimmed().isEmpty()) checks.addRequired(u"login"_s);
    if (request.password.isEmpty()) checks.addRequired(u"password"_s);
    return checks.take();
}

QList<FieldError> validate(const ModifyCurrentUser& request, bool isBot) {
    FieldChecks checks;
    if (request.username.hasValue()) {
        if (isBot) {
            checkBotUsername(checks, *request.username);
        } else {
            checkUsername(checks, *request.username);
        }
    }
    checks.length(u"global_name"_s, request.globalName, 0, limits::kGlobalName);
    checks.image(u"avatar"_s, request.avatar);
    checks.image(u"banner"_s, request.banner);
    checks.range(u"accent_color"_s, request.accentColor, 0, limits::kColorMax);
    checks.length(u"bio"_s, request.bio, 0, limits::kBio);
    checks.length(u"pronouns"_s, request.pronouns, 0, limits::kPronouns);
    checkEmail(checks, request.email);
    checkPassword(checks, u"new_password"_s, request.newPassword);
    return checks.take();
}

QList<FieldError> validate(const CreateDm& request) {
    FieldChecks checks;
    const bool named = request.recipientId.hasValue() || request.recipients.hasValue();
    if (!named) checks.addRequired(u"recipient_id"_s);
    // Without the one who asks.
    checks.count(u"recipients"_s, request.recipients, 1, limits::kGroupDmRecipients - 1);
    return checks.take();
}

QList<FieldError> validate(const SendFriendRequest& request) {
    FieldChecks checks;
    if (request.username.trimmed().isEmpty()) checks.addRequired(u"username"_s);
    return checks.take();
}

QList<FieldError> validate(const PutRelationship& request) {
    FieldChecks checks;
    checks.choice(u"type"_s, request.type, {1, 2});
    return checks.take();
}

QList<FieldError> validate(const ModifyRelationship& request) {
    FieldChecks checks;
    checks.length(u"nickname"_s, request.nickname, 0, limits::kNick);
    return checks.take();
}

QList<FieldError> validate(const PutNote& request) {
    FieldChecks checks;
    checks.length(u"note"_s, request.note, 0, limits::kNote);
    return checks.take();
}

QList<FieldError> validate(const ModifySettings& request) {
    FieldChecks checks;
    if (request.locale.hasValue() && !isKnownLocale(*request.locale)) {
        checks.add(u"locale"_s, "BASE_TYPE_CHOICES"_L1, u"Value must be the code of a known language."_s);
    }
    checks.length(u"theme"_s, request.theme, 1, limits::kNick);
    if (request.customStatus.hasValue() && request.customStatus->text) {
        checks.length(u"custom_status.text"_s, QStringView(*request.customStatus->text), 0, limits::kCustomStatus);
    }
    return checks.take();
}

QList<FieldError> validate(const ModifyUserGuildSettings& request) {
    FieldChecks checks;
    checks.choice(u"message_notifications"_s, request.messageNotifications, {0, 1, 2, 3});
    if (!request.channelOverrides.hasValue()) return checks.take();
    for (auto it = request.channelOverrides->cbegin(); it != request.channelOverrides->cend(); ++it) {
        const QString path = u"channel_overrides."_s + it.key();
        if (!ChannelId::fromString(it.key())) {
            checks.add(path, "NUMBER_TYPE_COERCE"_L1, u"Value \"%1\" is not snowflake."_s.arg(it.key()));
        }
        checks.choice(path + u".message_notifications"_s, it.value().messageNotifications, {0, 1, 2, 3});
    }
    return checks.take();
}

QList<FieldError> validate(const CreateApplication& request) {
    FieldChecks checks;
    checks.length(u"name"_s, QStringView(request.name).trimmed(), 1, limits::kApplicationNameMax);
    // The bot that comes with it is called the same.
    checkReserved(checks, u"name"_s, QStringView(request.name).trimmed());
    checks.length(u"description"_s, request.description, 0, limits::kApplicationDescription);
    checks.image(u"icon"_s, request.icon);
    return checks.take();
}

QList<FieldError> validate(const ModifyApplication& request) {
    FieldChecks checks;
    if (request.name.hasValue()) {
        checks.length(u"name"_s, QStringView(*request.name).trimmed(), 1, limits::kApplicationNameMax);
    }
    checks.length(u"description"_s, request.description, 0, limits::kApplicationDescription);
    checks.image(u"icon"_s, request.icon);
    checks.image(u"cover_image"_s, request.coverImage);
    checks.count(u"tags"_s, request.tags, 0, limits::kApplicationTags);
    for (qsizetype i = 0; i < request.tags.value().size(); ++i) {
        checks.length(u"tags.%1"_s.arg(i), QStringView(request.tags->at(i)), 1, limits::kApplicationTag);
    }
    checks.url(u"interactions_endpoint_url"_s, request.interactionsEndpointUrl);
    checks.url(u"role_connections_verification_url"_s, request.roleConnectionsVerificationUrl);
    checks.url(u"custom_install_url"_s, request.customInstallUrl);
    checks.url(u"terms_of_service_url"_s, request.termsOfServiceUrl);
    checks.url(u"privacy_policy_url"_s, request.privacyPolicyUrl);
    checks.url(u"event_webhooks_url"_s, request.eventWebhooksUrl);
    checks.choice(u"event_webhooks_status"_s, request.eventWebhooksStatus, {1, 2});
    return checks.take();
}

QList<FieldError> validate(const ModifyApplicationBot& request) {
    FieldChecks checks;
    if (request.username.hasValue()) checkBotUsername(checks, *request.username);
    checks.image(u"avatar"_s, request.avatar);
    checks.image(u"banner"_s, request.banner);
    return checks.take();
}

QList<FieldError> validate(const Authorize& request) {
    FieldChecks checks;
    if (request.authorize && !request.guildId.hasValue()) checks.addRequired(u"guild_id"_s);
    return checks.take();
}

}  // namespace shared
