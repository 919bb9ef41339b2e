#pragma once

#include <optional>
#include <span>

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include "shared/protocol/Intents.h"

namespace shared {

/** Who gets an event, beyond intents and permissions. */
enum class EventAudience : quint8 {
    Everyone,  ///< people and bots
    People,    ///< only sessions of user accounts
    Bots,      ///< only sessions of bots
};

// clang-format off
/**
 * The one list of dispatches: X(enumerator, name on the wire, intents in guilds, intents in DMs, audience).
 *
 * "Always" means that no intent is needed, "Never" that it does not occur there. Sources: "Receive Events" and "List
 * of Intents"; those for People are of the user-account side. What stands between stars is the payload.
 */
#define GUILDHALL_GATEWAY_EVENTS(X)                                                                                      \
    X(Ready, "READY", Always, Always, Everyone)                                               /* protocol/Ready */       \
    X(ReadySupplemental, "READY_SUPPLEMENTAL", Always, Always, People)                        /* merged members ... */   \
    X(Resumed, "RESUMED", Always, Always, Everyone)                                           /* {} */                   \
    X(RateLimited, "RATE_LIMITED", Always, Always, Everyone)                                  /* opcode, retry_after */  \
    X(ApplicationCommandPermissionsUpdate, "APPLICATION_COMMAND_PERMISSIONS_UPDATE", Always, Never, Bots)                \
    X(AutoModerationRuleCreate, "AUTO_MODERATION_RULE_CREATE", AutoModerationConfiguration, Never, Everyone)             \
    X(AutoModerationRuleUpdate, "AUTO_MODERATION_RULE_UPDATE", AutoModerationConfiguration, Never, Everyone)             \
    X(AutoModerationRuleDelete, "AUTO_MODERATION_RULE_DELETE", AutoModerationConfiguration, Never, Everyone)             \
    X(AutoModerationActionExecution, "AUTO_MODERATION_ACTION_EXECUTION", AutoModerationExecution, Never, Everyone)       \
    X(ChannelCreate, "CHANNEL_CREATE", Guilds, Always, Everyone)                              /* Channel */              \
    X(ChannelUpdate, "CHANNEL_UPDATE", Guilds, Always, Everyone)                              /* Channel */              \
    X(ChannelDelete, "CHANNEL_DELETE", Guilds, Always, Everyone)                              /* Channel */              \
    X(ChannelInfo, "CHANNEL_INFO", Always, Never, Everyone)                                   /* answer to opcode 43 */  \
    X(ChannelPinsUpdate, "CHANNEL_PINS_UPDATE", Guilds, DirectMessages, Everyone)             /* ids, time */            \
    X(ChannelPinsAck, "CHANNEL_PINS_ACK", Always, Always, People)                                                        \
    X(ChannelRecipientAdd, "CHANNEL_RECIPIENT_ADD", Never, Always, People)                                               \
    X(ChannelRecipientRemove, "CHANNEL_RECIPIENT_REMOVE", Never, Always, People)                                         \
    X(ChannelUnreadUpdate, "CHANNEL_UNREAD_UPDATE", Always, Never, People)                                               \
    X(ThreadCreate, "THREAD_CREATE", Guilds, Never, Everyone)                                 /* Channel */              \
    X(ThreadUpdate, "THREAD_UPDATE", Guilds, Never, Everyone)                                 /* Channel */              \
    X(ThreadDelete, "THREAD_DELETE", Guilds, Never, Everyone)                                 /* ids, type */            \
    X(ThreadListSync, "THREAD_LIST_SYNC", Guilds, Never, Everyone)                                                       \
    X(ThreadMemberUpdate, "THREAD_MEMBER_UPDATE", Guilds, Never, Everyone)                    /* ThreadMember */         \
    X(ThreadMembersUpdate, "THREAD_MEMBERS_UPDATE", GuildsOrGuildMembers, Never, Everyone)                               \
    X(EntitlementCreate, "ENTITLEMENT_CREATE", Always, Always, Everyone)                                                 \
    X(EntitlementUpdate, "ENTITLEMENT_UPDATE", Always, Always, Everyone)                                                 \
    X(EntitlementDelete, "ENTITLEMENT_DELETE", Always, Always, Everyone)                                                 \
    X(GuildCreate, "GUILD_CREATE", Guilds, Never, Everyone)                                   /* Guild and more */       \
    X(GuildUpdate, "GUILD_UPDATE", Guilds, Never, Everyone)                                   /* Guild */                \
    X(GuildDelete, "GUILD_DELETE", Guilds, Never, Everyone)                                   /* UnavailableGuild */     \
    X(GuildAuditLogEntryCreate, "GUILD_AUDIT_LOG_ENTRY_CREATE", GuildModeration, Never, Everyone)                        \
    X(GuildBanAdd, "GUILD_BAN_ADD", GuildModeration, Never, Everyone)                         /* guild_id, user */       \
    X(GuildBanRemove, "GUILD_BAN_REMOVE", GuildModeration, Never, Everyone)                   /* guild_id, user */       \
    X(GuildEmojisUpdate, "GUILD_EMOJIS_UPDATE", GuildExpressions, Never, Everyone)            /* guild_id, emojis */     \
    X(GuildStickersUpdate, "GUILD_STICKERS_UPDATE", GuildExpressions, Never, Everyone)        /* guild_id, stickers */   \
    X(GuildIntegrationsUpdate, "GUILD_INTEGRATIONS_UPDATE", GuildIntegrations, Never, Everyone)                          \
    X(GuildMemberAdd, "GUILD_MEMBER_ADD", GuildMembers, Never, Everyone)                      /* Member, guild_id */     \
    X(GuildMemberRemove, "GUILD_MEMBER_REMOVE", GuildMembers, Never, Everyone)                /* guild_id, user */       \
    X(GuildMemberUpdate, "GUILD_MEMBER_UPDATE", GuildMembers, Never, Everyone)                /* Member, guild_id */     \
    X(GuildMembersChunk, "GUILD_MEMBERS_CHUNK", Always, Never, Everyone)                      /* answer to opcode 8 */   \
    X(GuildRoleCreate, "GUILD_ROLE_CREATE", Guilds, Never, Everyone)                          /* guild_id, role */       \
    X(GuildRoleUpdate, "GUILD_ROLE_UPDATE", Guilds, Never, Everyone)                          /* guild_id, role */       \
    X(GuildRoleDelete, "GUILD_ROLE_DELETE", Guilds, Never, Everyone)                          /* guild_id, role_id */    \
    X(GuildScheduledEventCreate, "GUILD_SCHEDULED_EVENT_CREATE", GuildScheduledEvents, Never, Everyone)                  \
    X(GuildScheduledEventUpdate, "GUILD_SCHEDULED_EVENT_UPDATE", GuildScheduledEvents, Never, Everyone)                  \
    X(GuildScheduledEventDelete, "GUILD_SCHEDULED_EVENT_DELETE", GuildScheduledEvents, Never, Everyone)                  \
    X(GuildScheduledEventUserAdd, "GUILD_SCHEDULED_EVENT_USER_ADD", GuildScheduledEvents, Never, Everyone)               \
    X(GuildScheduledEventUserRemove, "GUILD_SCHEDULED_EVENT_USER_REMOVE", GuildScheduledEvents, Never, Everyone)         \
    X(GuildSoundboardSoundCreate, "GUILD_SOUNDBOARD_SOUND_CREATE", GuildExpressions, Never, Everyone)                    \
    X(GuildSoundboardSoundUpdate, "GUILD_SOUNDBOARD_SOUND_UPDATE", GuildExpressions, Never, Everyone)                    \
    X(GuildSoundboardSoundDelete, "GUILD_SOUNDBOARD_SOUND_DELETE", GuildExpressions, Never, Everyone)                    \
    X(GuildSoundboardSoundsUpdate, "GUILD_SOUNDBOARD_SOUNDS_UPDATE", GuildExpressions, Never, Everyone)                  \
    X(SoundboardSounds, "SOUNDBOARD_SOUNDS", Always, Never, Everyone)                         /* answer to opcode 31 */  \
    X(IntegrationCreate, "INTEGRATION_CREATE", GuildIntegrations, Never, Everyone)                                       \
    X(IntegrationUpdate, "INTEGRATION_UPDATE", GuildIntegrations, Never, Everyone)                                       \
    X(IntegrationDelete, "INTEGRATION_DELETE", GuildIntegrations, Never, Everyone)                                       \
    X(InteractionCreate, "INTERACTION_CREATE", Always, Always, Bots)                          /* Interaction */          \
    X(InviteCreate, "INVITE_CREATE", GuildInvites, Never, Everyone)                                                      \
    X(InviteDelete, "INVITE_DELETE", GuildInvites, Never, Everyone)                           /* ids, code */            \
    X(MessageCreate, "MESSAGE_CREATE", GuildMessages, DirectMessages, Everyone)               /* Message and more */     \
    X(MessageUpdate, "MESSAGE_UPDATE", GuildMessages, DirectMessages, Everyone)               /* Message and more */     \
    X(MessageDelete, "MESSAGE_DELETE", GuildMessages, DirectMessages, Everyone)               /* ids */                  \
    X(MessageDeleteBulk, "MESSAGE_DELETE_BULK", GuildMessages, Never, Everyone)               /* ids */                  \
    X(MessageAck, "MESSAGE_ACK", Always, Always, People)                                      /* read state */           \
    X(MessageReactionAdd, "MESSAGE_REACTION_ADD", GuildMessageReactions, DirectMessageReactions, Everyone)               \
    X(MessageReactionRemove, "MESSAGE_REACTION_REMOVE", GuildMessageReactions, DirectMessageReactions, Everyone)         \
    X(MessageReactionRemoveAll, "MESSAGE_REACTION_REMOVE_ALL", GuildMessageReactions, DirectMessageReactions, Everyone)  \
    X(MessageReactionRemoveEmoji, "MESSAGE_REACTION_REMOVE_EMOJI", GuildMessageReactions, DirectMessageReactions,        \
      Everyone)                                                                                                          \
    X(MessagePollVoteAdd, "MESSAGE_POLL_VOTE_ADD", GuildMessagePolls, DirectMessagePolls, Everyone)                      \
    X(MessagePollVoteRemove, "MESSAGE_POLL_VOTE_REMOVE", GuildMessagePolls, DirectMessagePolls, Everyone)                \
    X(PresenceUpdate, "PRESENCE_UPDATE", GuildPresences, Always, Everyone)                    /* Presence */             \
    X(StageInstanceCreate, "STAGE_INSTANCE_CREATE", Guilds, Never, Everyone)                                             \
    X(StageInstanceUpdate, "STAGE_INSTANCE_UPDATE", Guilds, Never, Everyone)                                             \
    X(StageInstanceDelete, "STAGE_INSTANCE_DELETE", Guilds, Never, Everyone)                                             \
    X(SubscriptionCreate, "SUBSCRIPTION_CREATE", Always, Always, Bots)                                                   \
    X(SubscriptionUpdate, "SUBSCRIPTION_UPDATE", Always, Always, Bots)                                                   \
    X(SubscriptionDelete, "SUBSCRIPTION_DELETE", Always, Always, Bots)                                                   \
    X(TypingStart, "TYPING_START", GuildMessageTyping, DirectMessageTyping, Everyone)                                    \
    X(UserUpdate, "USER_UPDATE", Always, Always, Everyone)                                    /* CurrentUser */          \
    X(VoiceChannelEffectSend, "VOICE_CHANNEL_EFFECT_SEND", GuildVoiceStates, Never, Everyone)                            \
    X(VoiceChannelStartTimeUpdate, "VOICE_CHANNEL_START_TIME_UPDATE", Guilds, Never, Everyone)                           \
    X(VoiceChannelStatusUpdate, "VOICE_CHANNEL_STATUS_UPDATE", Guilds, Never, Everyone)                                  \
    X(VoiceStateUpdate, "VOICE_STATE_UPDATE", GuildVoiceStates, Always, Everyone)             /* VoiceState */           \
    X(VoiceServerUpdate, "VOICE_SERVER_UPDATE", Always, Always, Everyone)                     /* token, endpoint */      \
    X(WebhooksUpdate, "WEBHOOKS_UPDATE", GuildWebhooks, Never, Everyone)                      /* ids */                  \
    X(AuthSessionChange, "AUTH_SESSION_CHANGE", Always, Always, People)                                                  \
    X(CallCreate, "CALL_CREATE", Never, Always, People)                                                                  \
    X(CallUpdate, "CALL_UPDATE", Never, Always, People)                                                                  \
    X(CallDelete, "CALL_DELETE", Never, Always, People)                                                                  \
    X(RecentMentionDelete, "RECENT_MENTION_DELETE", Always, Always, People)                   /* message_id */           \
    X(RelationshipAdd, "RELATIONSHIP_ADD", Always, Always, People)                            /* Relationship */         \
    X(RelationshipUpdate, "RELATIONSHIP_UPDATE", Always, Always, People)                      /* Relationship */         \
    X(RelationshipRemove, "RELATIONSHIP_REMOVE", Always, Always, People)                      /* id, type */             \
    X(SessionsReplace, "SESSIONS_REPLACE", Always, Always, People)                            /* [Session] */            \
    X(UserConnectionsUpdate, "USER_CONNECTIONS_UPDATE", Always, Always, People)                                          \
    X(UserGuildSettingsUpdate, "USER_GUILD_SETTINGS_UPDATE", Always, Always, People)          /* UserGuildSettings */    \
    X(UserNoteUpdate, "USER_NOTE_UPDATE", Always, Always, People)                             /* id, note */             \
    X(UserSettingsUpdate, "USER_SETTINGS_UPDATE", Always, Always, People)                     /* what has changed */
// clang-format on

enum class GatewayEvent : quint8 {
#define GUILDHALL_ENUMERATOR(event, name, guild, dm, audience) event,
    GUILDHALL_GATEWAY_EVENTS(GUILDHALL_ENUMERATOR)
#undef GUILDHALL_ENUMERATOR
};

/** Whether some intents suffice for an event. */
struct IntentNeed {
    bool occurs = true;  ///< false: never sent there
    Intents anyOf;       ///< empty: always sent

    constexpr bool isMetBy(Intents intents) const { return occurs && (anyOf.isEmpty() || intents.hasAny(anyOf)); }
};

/** One row of the table of events. */
struct GatewayEventRow {
    GatewayEvent event;
    QLatin1StringView name;  ///< `t` on the wire
    IntentNeed inGuild;      ///< for a guild's events, and those of no place
    IntentNeed inDm;         ///< for DMs and group DMs
    EventAudience audience;
};

/** Every event, in the order of the enumerators. */
std::span<const GatewayEventRow> gatewayEvents();
const GatewayEventRow& describe(GatewayEvent event);
/** "MESSAGE_CREATE" -> MessageCreate; nullopt for what we do not know. */
std::optional<GatewayEvent> gatewayEventByName(QStringView name);

}  // namespace shared
