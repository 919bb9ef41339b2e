#pragma once

#include <QtCore/QtGlobal>

namespace shared::limits {

// Every number of the product's rules, with where it comes from: "docs" are Discord's API documents (resource page or
// the table of JSON error codes), "openapi" its OpenAPI document, "client" what Discord's own client keeps to, "ours"
// a choice. Lengths are in code points.

// Messages.
inline constexpr int kMessageLength = 2000;               // docs: Create Message
inline constexpr int kNonceLength = 25;                   // docs: Create Message
inline constexpr int kEmbedsPerMessage = 10;              // docs: Create Message
inline constexpr int kStickersPerMessage = 3;             // docs: Create Message
inline constexpr int kAttachmentsPerMessage = 10;         // docs: error 30015
inline constexpr int kAttachmentDescription = 1024;       // docs: Attachment Structure
inline constexpr int kAttachmentFilename = 1024;          // openapi
inline constexpr int kWaveformLength = 400;               // openapi
inline constexpr int kComponentsPerMessage = 40;          // docs: components overview
inline constexpr int kComponentRows = 5;                  // docs: Legacy Message Component Behavior
inline constexpr int kComponentsPerRow = 5;               // docs: Action Row
inline constexpr int kComponentText = 4000;               // openapi, Text Display; of all together in a message
inline constexpr int kComponentEmojiName = 32;            // openapi
inline constexpr int kButtonLabel = 80;                   // docs: Button Structure
inline constexpr int kButtonUrl = 512;                    // docs: Button Structure
inline constexpr int kCustomId = 100;                     // docs: Custom ID
inline constexpr int kSelectOptions = 25;                 // docs: String Select Structure
inline constexpr int kSelectOptionText = 100;             // docs: Select Option Structure
inline constexpr int kSelectPlaceholder = 150;            // docs: String Select Structure
inline constexpr int kSectionTexts = 3;                   // docs: Section Structure
inline constexpr int kGalleryItems = 10;                  // docs: Media Gallery Structure
inline constexpr int kRichBytes = 128 * 1024;             // ours: of a message's embeds and of its components, as JSON
inline constexpr int kAllowedMentions = 100;              // docs: Allowed Mentions
inline constexpr int kBulkDeleteMin = 2;                  // docs: Bulk Delete Messages
inline constexpr int kBulkDeleteMax = 100;                // docs: Bulk Delete Messages
inline constexpr qint64 kBulkDeleteAgeMs = 1209600000;    // docs: two weeks, error 50034
inline constexpr int kMessagesPerPage = 100;              // docs: Get Channel Messages
inline constexpr int kMessagesPerPageDefault = 50;        // docs: Get Channel Messages
inline constexpr int kPinsPerChannel = 250;               // docs: error 30003
inline constexpr int kReactionsPerMessage = 20;           // docs: error 30010
inline constexpr int kReactionUsersPerPage = 100;         // docs: Get Reactions
inline constexpr qint64 kUploadBytes = 10 * 1024 * 1024;  // docs: Uploading Files

// Embeds. Docs: Embed Limits.
inline constexpr int kEmbedTitle = 256;
inline constexpr int kEmbedDescription = 4096;
inline constexpr int kEmbedFields = 25;
inline constexpr int kEmbedFieldName = 256;
inline constexpr int kEmbedFieldValue = 1024;
inline constexpr int kEmbedFooter = 2048;
inline constexpr int kEmbedAuthor = 256;
inline constexpr int kEmbedTotal = 6000;
inline constexpr int kUrlLength = 2048;     // openapi
inline constexpr int kColorMax = 0xffffff;  // openapi

// Guilds.
inline constexpr int kGuildNameMin = 2;            // docs: Guild Structure
inline constexpr int kGuildNameMax = 100;          // docs: Guild Structure
inline constexpr int kGuildDescription = 300;      // openapi
inline constexpr int kGuildsPerUser = 100;         // docs: error 30001
inline constexpr int kChannelsPerGuild = 500;      // docs: error 30013
inline constexpr int kChannelsPerCategory = 50;    // client
inline constexpr int kRolesPerGuild = 250;         // docs: error 30005
inline constexpr int kInvitesPerGuild = 1000;      // docs: error 30016
inline constexpr int kEmojisPerGuild = 50;         // docs: Emoji, first tier, each of still and animated
inline constexpr int kStickersPerGuild = 5;        // docs: Sticker, first tier
inline constexpr int kGuildsPerPage = 200;         // docs: Get Current User Guilds
inline constexpr int kMembersPerPage = 1000;       // docs: List Guild Members
inline constexpr int kBansPerPage = 1000;          // docs: Get Guild Bans
inline constexpr int kBulkBanUsers = 200;          // docs: Bulk Guild Ban
inline constexpr int kBanDeleteSeconds = 604800;   // docs: Create Guild Ban
inline constexpr int kBanDeleteDays = 7;           // docs: Create Guild Ban
inline constexpr int kPruneDaysMin = 1;            // docs: Get Guild Prune Count
inline constexpr int kPruneDaysMax = 30;           // docs: Get Guild Prune Count
inline constexpr int kPruneRoles = 100;            // openapi
inline constexpr int kAuditReason = 512;           // docs: Audit Logs, X-Audit-Log-Reason
inline constexpr int kLargeThresholdMin = 50;      // docs: Identify Structure
inline constexpr int kLargeThresholdMax = 250;     // docs: Identify Structure
inline constexpr int kLargeThresholdDefault = 50;  // docs: Identify Structure

// Channels.
inline constexpr int kChannelNameMax = 100;         // docs: Channel Structure
inline constexpr int kTopicLength = 1024;           // docs: Modify Channel, text and voice
inline constexpr int kForumTopicLength = 4096;      // docs: Modify Channel, forum and media
inline constexpr int kSlowModeSeconds = 21600;      // docs: Channel Structure
inline constexpr int kBitrateMin = 8000;            // docs: Modify Channel
inline constexpr int kBitrateMax = 384000;          // docs: Modify Channel, highest tier
inline constexpr int kBitrateDefault = 64000;       // docs: Modify Channel
inline constexpr int kVoiceUserLimit = 99;          // docs: Modify Channel, voice
inline constexpr int kStageUserLimit = 10000;       // docs: Modify Channel, stage
inline constexpr int kOverwritesPerChannel = 1000;  // docs: error 30060
inline constexpr int kForumTags = 20;               // docs: Channel Structure
inline constexpr int kForumTagName = 20;            // docs: Forum Tag
inline constexpr int kAppliedTags = 5;              // docs: Modify Channel, thread
inline constexpr int kInviteAgeSeconds = 5184000;   // openapi
inline constexpr int kInviteAgeDefault = 86400;     // docs: Create Channel Invite
inline constexpr int kInviteUses = 100;             // docs: Create Channel Invite
inline constexpr int kGroupDmRecipients = 10;       // docs: error 30004

// Roles and members.
inline constexpr int kRoleName = 100;                  // docs: Create Guild Role
inline constexpr int kUnicodeEmoji = 100;              // openapi
inline constexpr int kNick = 32;                       // openapi
inline constexpr int kRolesPerMember = 250;            // a guild has no more
inline constexpr qint64 kTimeOutMs = 28ll * 86400000;  // docs: Modify Guild Member
inline constexpr qint64 kTimeOutLeewayMs = 60000;      // ours: clocks differ

// Accounts.
inline constexpr int kUsernameMin = 2;     // docs: Usernames and Nicknames
inline constexpr int kUsernameMax = 32;    // docs: Usernames and Nicknames
inline constexpr int kGlobalName = 32;     // docs: Usernames and Nicknames
inline constexpr int kBio = 190;           // openapi
inline constexpr int kPronouns = 40;       // client
inline constexpr int kNote = 256;          // client
inline constexpr int kPasswordMin = 8;     // client
inline constexpr int kPasswordMax = 128;   // ours; longer ones only cost time to hash
inline constexpr int kEmailLength = 254;   // RFC 5321, path without its brackets
inline constexpr int kMinimumAge = 13;     // docs: Terms of Service
inline constexpr int kFriends = 1000;      // docs: error 30002
inline constexpr int kCustomStatus = 128;  // client

// Applications.
inline constexpr int kApplicationNameMax = 100;      // ours; the name of the bot is shorter
inline constexpr int kApplicationDescription = 400;  // client
inline constexpr int kApplicationTags = 5;           // docs: Application
inline constexpr int kApplicationTag = 20;           // docs: Application

// Gateway.
inline constexpr int kGatewayPayloadBytes = 4096;    // docs: Sending Events
inline constexpr int kGatewayEventsPerMinute = 120;  // docs: Rate Limiting
inline constexpr int kMembersPerChunk = 1000;        // docs: Guild Members Chunk
inline constexpr int kRequestedUserIds = 100;        // docs: Request Guild Members

}  // namespace shared::limits
