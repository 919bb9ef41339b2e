#pragma once

namespace shared {
class Clock;
}

namespace server {

class ApiServer;
class ApplicationService;
class AuditLogService;
class AuthService;
class BanService;
class ChannelService;
class DmService;
class EmojiService;
class GuildService;
class InviteService;
class LimitService;
class MediaService;
class MemberService;
class MessageService;
class Metrics;
class PinService;
class PresenceService;
class ReactionService;
class ReadStateService;
class RoleService;
class UserService;
class VoiceService;
class Access;
struct GatewayAddress;
struct HealthSource;

/** Each function registers the handlers of one domain. The services outlive the ApiServer. */
void addAuthRoutes(ApiServer& api, AuthService& auth);
void addUserRoutes(ApiServer& api, UserService& users, GuildService& guilds, MemberService& members, DmService& dms);
void addApplicationRoutes(ApiServer& api, ApplicationService& applications);
void addGuildRoutes(ApiServer& api, GuildService& guilds, ChannelService& channels, InviteService& invites,
                    Access& access);
void addRoleRoutes(ApiServer& api, RoleService& roles);
void addMemberRoutes(ApiServer& api, MemberService& members);
void addVoiceRoutes(ApiServer& api, VoiceService& voice);
void addBanRoutes(ApiServer& api, BanService& bans);
void addChannelRoutes(ApiServer& api, ChannelService& channels, InviteService& invites, Access& access);
void addMessageRoutes(ApiServer& api, MessageService& messages, ReadStateService& readStates);
void addReactionRoutes(ApiServer& api, ReactionService& reactions);
void addPinRoutes(ApiServer& api, PinService& pins, ReadStateService& readStates);
void addEmojiRoutes(ApiServer& api, EmojiService& emojis);
void addAuditLogRoutes(ApiServer& api, AuditLogService& log);
void addInviteRoutes(ApiServer& api, InviteService& invites);
/** GET /gateway and /gateway/bot. */
void addGatewayRoutes(ApiServer& api, LimitService& limits, const GatewayAddress& address);
/** Attachments and pictures, by their own paths outside of /api. */
void addCdnDoors(ApiServer& api, MediaService& media);
/** /healthz, /readyz, /metrics. */
void addHealthDoors(ApiServer& api, Metrics& metrics, const HealthSource& health, bool metricsPublic);
/** POST /admin/claim-owner: the use of the one-time secret. */
void addAdminDoors(ApiServer& api, AuthService& auth, const shared::Clock& clock);

}  // namespace server
