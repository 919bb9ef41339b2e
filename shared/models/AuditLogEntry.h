#pragma once

#include <optional>

#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/json/Field.h"
#include "shared/json/JsonModel.h"

namespace shared {

/** Source: "Audit Log Events". */
enum class AuditLogEvent : int {
    GuildUpdate = 1,
    ChannelCreate = 10,
    ChannelUpdate = 11,
    ChannelDelete = 12,
    ChannelOverwriteCreate = 13,
    ChannelOverwriteUpdate = 14,
    ChannelOverwriteDelete = 15,
    MemberKick = 20,
    MemberPrune = 21,
    MemberBanAdd = 22,
    MemberBanRemove = 23,
    MemberUpdate = 24,
    MemberRoleUpdate = 25,
    MemberMove = 26,
    MemberDisconnect = 27,
    BotAdd = 28,
    RoleCreate = 30,
    RoleUpdate = 31,
    RoleDelete = 32,
    InviteCreate = 40,
    InviteUpdate = 41,
    InviteDelete = 42,
    WebhookCreate = 50,
    WebhookUpdate = 51,
    WebhookDelete = 52,
    EmojiCreate = 60,
    EmojiUpdate = 61,
    EmojiDelete = 62,
    MessageDelete = 72,
    MessageBulkDelete = 73,
    MessagePin = 74,
    MessageUnpin = 75,
    IntegrationCreate = 80,
    IntegrationUpdate = 81,
    IntegrationDelete = 82,
    StageInstanceCreate = 83,
    StageInstanceUpdate = 84,
    StageInstanceDelete = 85,
    StickerCreate = 90,
    StickerUpdate = 91,
    StickerDelete = 92,
    GuildScheduledEventCreate = 100,
    GuildScheduledEventUpdate = 101,
    GuildScheduledEventDelete = 102,
    ThreadCreate = 110,
    ThreadUpdate = 111,
    ThreadDelete = 112,
    ApplicationCommandPermissionUpdate = 121,
    SoundboardSoundCreate = 130,
    SoundboardSoundUpdate = 131,
    SoundboardSoundDelete = 132,
    AutoModerationRuleCreate = 140,
    AutoModerationRuleUpdate = 141,
    AutoModerationRuleDelete = 142,
    AutoModerationBlockMessage = 143,
    AutoModerationFlagToChannel = 144,
    AutoModerationUserCommunicationDisabled = 145,
    AutoModerationQuarantineUser = 146,
    CreatorMonetizationRequestCreated = 150,
    CreatorMonetizationTermsAccepted = 151,
    OnboardingPromptCreate = 163,
    OnboardingPromptUpdate = 164,
    OnboardingPromptDelete = 165,
    OnboardingCreate = 166,
    OnboardingUpdate = 167,
    HomeSettingsCreate = 190,
    HomeSettingsUpdate = 191,
    VoiceChannelStatusCreate = 192,
    VoiceChannelStatusDelete = 193,
};

/** One changed key of the target; the values are of the key's own kind. */
struct AuditLogChange {
    QString key;
    Field<QJsonValue> newValue;
    Field<QJsonValue> oldValue;

    bool operator==(const AuditLogChange&) const = default;
};
GUILDHALL_DECLARE_JSON(AuditLogChange);

/** What some events say besides; numbers are strings here. Source: "Optional Audit Entry Info". */
struct AuditLogOptions {
    Field<ApplicationId> applicationId;
    Field<QString> autoModerationRuleName;
    Field<QString> autoModerationRuleTriggerType;
    Field<ChannelId> channelId;
    Field<QString> count;
    Field<QString> deleteMemberDays;
    Field<Snowflake> id;  ///< of the overwritten role or member
    Field<QString> integrationType;
    Field<QString> membersRemoved;
    Field<MessageId> messageId;
    Field<QString> roleName;
    Field<QString> status;
    Field<QString> type;  ///< of the overwrite: "0" role, "1" member

    bool operator==(const AuditLogOptions&) const = default;
};
GUILDHALL_DECLARE_JSON(AuditLogOptions);

/** Source: "Audit Log Entry Structure". */
struct AuditLogEntry {
    AuditLogEntryId id;
    std::optional<QString> targetId;
    std::optional<UserId> userId;
    AuditLogEvent actionType = AuditLogEvent::GuildUpdate;
    QList<AuditLogChange> changes;  ///< written only when there are some
    Field<Box<AuditLogOptions>> options;
    Field<QString> reason;

    bool operator==(const AuditLogEntry&) const = default;
};
GUILDHALL_DECLARE_JSON(AuditLogEntry);

}  // namespace shared
