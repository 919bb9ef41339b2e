#include "shared/validation/GuildRules.h"

#include <algorithm>
#include <array>
#include <limits>

#include "shared/validation/FieldChecks.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

constexpr auto kLocales = std::to_array<QLatin1StringView>({
    "ar"_L1,    "bg"_L1, "cs"_L1, "da"_L1, "de"_L1, "el"_L1,    "en-GB"_L1, "en-US"_L1, "es-419"_L1,
    "es-ES"_L1, "fi"_L1, "fr"_L1, "he"_L1, "hi"_L1, "hr"_L1,    "hu"_L1,    "id"_L1,    "it"_L1,
    "ja"_L1,    "ko"_L1, "lt"_L1, "nl"_L1, "no"_L1, "pl"_L1,    "pt-BR"_L1, "ro"_L1,    "ru"_L1,
    "sv-SE"_L1, "th"_L1, "tr"_L1, "uk"_L1, "vi"_L1, "zh-CN"_L1, "zh-TW"_L1,
});

template <class Request>
void checkShared(FieldChecks& checks, const Request& request) {
    checks.image(u"icon"_s, request.icon);
    checks.choice(u"verification_level"_s, request.verificationLevel, {0, 1, 2, 3, 4});
    checks.choice(u"default_message_notifications"_s, request.defaultMessageNotifications, {0, 1});
    checks.choice(u"explicit_content_filter"_s, request.explicitContentFilter, {0, 1, 2});
    checks.choice(u"afk_timeout"_s, request.afkTimeout, {60, 300, 900, 1800, 3600});
    if (request.preferredLocale.hasValue() && !isKnownLocale(*request.preferredLocale)) {
        checks.add(u"preferred_locale"_s, "BASE_TYPE_CHOICES"_L1, u"Value must be the code of a known language."_s);
    }
}

void checkGuildName(FieldChecks& checks, QStringView name) {
    checks.length(u"name"_s, name.trimmed(), limits::kGuildNameMin, limits::kGuildNameMax);
}

}  // namespace

bool isKnownLocale(QStringView locale) {
    return std::ranges::any_of(kLocales, [&](QLatin1StringView known) { return locale == known; });
}

QList<FieldError> validate(const CreateGuild& request) {
    FieldChecks checks;
    checkGuildName(checks, request.name);
    checkShared(checks, request);
    return checks.take();
}

QList<FieldError> validate(const ModifyGuild& request) {
    FieldChecks checks;
    if (request.name.hasValue()) checkGuildName(checks, *request.name);
    checks.length(u"description"_s, request.description, 0, limits::kGuildDescription);
    checkShared(checks, request);
    checks.image(u"splash"_s, request.splash);
    checks.image(u"discovery_splash"_s, request.discoverySplash);
    checks.image(u"home_header"_s, request.homeHeader);
    checks.image(u"banner"_s, request.banner);
    return checks.take();
}

QList<FieldError> validate(const CreateBan& request) {
    FieldChecks checks;
    checks.range(u"delete_message_seconds"_s, request.deleteMessageSeconds, 0, limits::kBanDeleteSeconds);
    checks.range(u"delete_message_days"_s, request.deleteMessageDays, 0, limits::kBanDeleteDays);
    return checks.take();
}

QList<FieldError> validate(const BulkBan& request) {
    FieldChecks checks;
    checks.count(u"user_ids"_s, request.userIds.size(), 1, limits::kBulkBanUsers);
    checks.range(u"delete_message_seconds"_s, request.deleteMessageSeconds, 0, limits::kBanDeleteSeconds);
    return checks.take();
}

QList<FieldError> validate(const Prune& request) {
    FieldChecks checks;
    checks.range(u"days"_s, request.days, limits::kPruneDaysMin, limits::kPruneDaysMax);
    if (request.includeRoles.hasValue()) {
        checks.count(u"include_roles"_s, request.includeRoles->ids.size(), 0, limits::kPruneRoles);
    }
    return checks.take();
}

QList<FieldError> validate(const ModifyRole& request) {
    FieldChecks checks;
    checks.length(u"name"_s, request.name, 0, limits::kRoleName);
    checks.range(u"color"_s, request.color, 0, limits::kColorMax);
    if (request.colors.hasValue()) {
        const RoleColors& colors = *request.colors;
        checks.range(u"colors.primary_color"_s, colors.primaryColor, 0, limits::kColorMax);
        checks.range(u"colors.secondary_color"_s, colors.secondaryColor.value_or(0), 0, limits::kColorMax);
        checks.range(u"colors.tertiary_color"_s, colors.tertiaryColor.value_or(0), 0, limits::kColorMax);
    }
    checks.image(u"icon"_s, request.icon);
    checks.length(u"unicode_emoji"_s, request.unicodeEmoji, 0, limits::kUnicodeEmoji);
    return checks.take();
}

QList<FieldError> validate(const QList<RolePosition>& request) {
    FieldChecks checks;
    for (qsizetype i = 0; i < request.size(); ++i) {
        checks.range(u"%1.position"_s.arg(i), request[i].position, 0, std::numeric_limits<int>::max());
    }
    return checks.take();
}

QList<FieldError> validate(const ModifyMember& request, Timestamp now) {
    FieldChecks checks;
    checks.length(u"nick"_s, request.nick, 0, limits::kNick);
    checks.count(u"roles"_s, request.roles, 0, limits::kRolesPerMember);
    const Field<Timestamp>& until = request.communicationDisabledUntil;
    if (until.hasValue() && until->ms() > now.ms() + limits::kTimeOutMs + limits::kTimeOutLeewayMs) {
        checks.add(u"communication_disabled_until"_s, "COMMUNICATION_DISABLED_UNTIL_TOO_FAR"_L1,
                   u"A time-out ends at most 28 days from now."_s);
    }
    return checks.take();
}

QList<FieldError> validate(const ModifyCurrentMember& request) {
    FieldChecks checks;
    checks.length(u"nick"_s, request.nick, 0, limits::kNick);
    checks.length(u"bio"_s, request.bio, 0, limits::kBio);
    checks.image(u"avatar"_s, request.avatar);
    checks.image(u"banner"_s, request.banner);
    return checks.take();
}

}  // namespace shared
