#include "shared/validation/ChannelRules.h"

#include <limits>

#include "shared/validation/FieldChecks.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

constexpr int kMaxInt = std::numeric_limits<int>::max();

bool isDashed(ChannelType type) {
    return type == ChannelType::GuildText || type == ChannelType::GuildAnnouncement || isForum(type);
}

void checkName(FieldChecks& checks, QStringView name, ChannelType type) {
    const QString normalized = normalizedChannelName(name, type);
    checks.length(u"name"_s, QStringView(normalized), 1, limits::kChannelNameMax);
}

void checkTopic(FieldChecks& checks, const Field<QString>& topic, ChannelType type) {
    checks.length(u"topic"_s, topic, 0, isForum(type) ? limits::kForumTopicLength : limits::kTopicLength);
}

void checkUserLimit(FieldChecks& checks, const Field<int>& limit, ChannelType type) {
    const bool stage = type == ChannelType::GuildStageVoice;
    checks.range(u"user_limit"_s, limit, 0, stage ? limits::kStageUserLimit : limits::kVoiceUserLimit);
}

void checkOverwrites(FieldChecks& checks, const Field<QList<OverwriteRequest>>& overwrites) {
    if (!overwrites.hasValue()) return;
    checks.count(u"permission_overwrites"_s, overwrites, 0, limits::kOverwritesPerChannel);
    for (qsizetype i = 0; i < overwrites->size(); ++i) {
        checks.choice(u"permission_overwrites.%1.type"_s.arg(i), overwrites->at(i).type, {0, 1});
    }
}

void checkTags(FieldChecks& checks, const Field<QList<ForumTagRequest>>& tags) {
    if (!tags.hasValue()) return;
    checks.count(u"available_tags"_s, tags, 0, limits::kForumTags);
    for (qsizetype i = 0; i < tags->size(); ++i) {
        checks.length(u"available_tags.%1.name"_s.arg(i), QStringView(tags->at(i).name), 0, limits::kForumTagName);
    }
}

/** What creating and modifying have in common. */
template <class Request>
void checkShared(FieldChecks& checks, const Request& request, ChannelType type) {
    checkTopic(checks, request.topic, type);
    checks.range(u"bitrate"_s, request.bitrate, limits::kBitrateMin, limits::kBitrateMax);
    checkUserLimit(checks, request.userLimit, type);
    checks.range(u"rate_limit_per_user"_s, request.rateLimitPerUser, 0, limits::kSlowModeSeconds);
    checks.range(u"position"_s, request.position, 0, kMaxInt);
    checkOverwrites(checks, request.permissionOverwrites);
    checks.choice(u"video_quality_mode"_s, request.videoQualityMode, {1, 2});
    checks.choice(u"default_auto_archive_duration"_s, request.defaultAutoArchiveDuration, {60, 1440, 4320, 10080});
    checkTags(checks, request.availableTags);
    checks.choice(u"default_sort_order"_s, request.defaultSortOrder, {0, 1});
    checks.choice(u"default_forum_layout"_s, request.defaultForumLayout, {0, 1, 2});
    checks.range(u"default_thread_rate_limit_per_user"_s, request.defaultThreadRateLimitPerUser, 0,
                 limits::kSlowModeSeconds);
}

}  // namespace

QString normalizedChannelName(QStringView name, ChannelType type) {
    const QString trimmed = name.trimmed().toString();
    if (!isDashed(type)) return trimmed;
    QString normalized;
    normalized.reserve(trimmed.size());
    for (const QChar c : trimmed.toLower()) {
        const bool dash = c.isSpace() || c == u'-';
        if (dash) {
            if (!normalized.isEmpty() && !normalized.endsWith(u'-')) normalized += u'-';
            continue;
        }
        const bool ascii = c.unicode() < 0x80;
        if (ascii && !c.isLetterOrNumber() && c != u'_') continue;
        normalized += c;
    }
    while (normalized.endsWith(u'-'))
        normalized.chop(1);
    return normalized;
}

QList<FieldError> validate(const CreateChannel& request) {
    FieldChecks checks;
    const ChannelType type = request.type.valueOr(ChannelType::GuildText);
    checkName(checks, request.name, type);
    checks.choice(u"type"_s, request.type, {0, 2, 4, 5, 13, 15, 16});
    checkShared(checks, request, type);
    return checks.take();
}

QList<FieldError> validate(const ModifyChannel& request, ChannelType type) {
    FieldChecks checks;
    if (request.name.hasValue() && !(isPrivate(type) && request.name->isEmpty())) {
        checkName(checks, *request.name, type);
    }
    if (isThread(type)) {
        checks.choice(u"auto_archive_duration"_s, request.autoArchiveDuration, {60, 1440, 4320, 10080});
        checks.count(u"applied_tags"_s, request.appliedTags, 0, limits::kAppliedTags);
        checks.range(u"rate_limit_per_user"_s, request.rateLimitPerUser, 0, limits::kSlowModeSeconds);
        return checks.take();
    }
    if (isPrivate(type)) {
        checks.image(u"icon"_s, request.icon);
        return checks.take();
    }
    checks.choice(u"type"_s, request.type, {0, 2, 4, 5, 13, 15, 16});
    checkShared(checks, request, type);
    return checks.take();
}

QList<FieldError> validate(const QList<ChannelPosition>& request) {
    FieldChecks checks;
    for (qsizetype i = 0; i < request.size(); ++i) {
        checks.range(u"%1.position"_s.arg(i), request[i].position, 0, kMaxInt);
    }
    return checks.take();
}

QList<FieldError> validate(const EditOverwrite& request) {
    FieldChecks checks;
    checks.choice(u"type"_s, request.type, {0, 1});
    return checks.take();
}

QList<FieldError> validate(const CreateInvite& request) {
    FieldChecks checks;
    checks.range(u"max_age"_s, request.maxAge, 0, limits::kInviteAgeSeconds);
    checks.range(u"max_uses"_s, request.maxUses, 0, limits::kInviteUses);
    checks.choice(u"target_type"_s, request.targetType, {1, 2});
    return checks.take();
}

}  // namespace shared
