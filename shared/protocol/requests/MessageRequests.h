#pragma once

#include "shared/models/Message.h"

namespace shared {

/** Who may be pinged by a message. Missing: whoever its text mentions. Source: "Allowed Mentions Structure". */
struct AllowedMentions {
    Field<QList<QString>> parse;  ///< of "users", "roles", "everyone"
    Field<QList<UserId>> users;
    Field<QList<RoleId>> roles;
    Field<bool> repliedUser;

    bool operator==(const AllowedMentions&) const = default;
};
GUILDHALL_DECLARE_JSON(AllowedMentions);

/** A file that comes with the request (`id` is its number there), or one that an edit keeps. */
struct AttachmentRequest {
    AttachmentId id;
    Field<QString> filename;
    Field<QString> title;
    Field<QString> description;
    Field<double> durationSecs;
    Field<QString> waveform;  ///< base64
    Field<bool> isSpoiler;
    Field<bool> isRemix;
    Field<QString> uploadedFilename;  ///< of a file that was uploaded before

    bool operator==(const AttachmentRequest&) const = default;
};
GUILDHALL_DECLARE_JSON(AttachmentRequest);

/** POST /channels/{channel.id}/messages, and what a webhook or a follow-up sends. */
struct CreateMessage {
    Field<QString> content;
    Field<Nonce> nonce;
    Field<bool> enforceNonce;
    Field<bool> tts;
    Field<QList<Embed>> embeds;
    Field<AllowedMentions> allowedMentions;
    Field<MessageReference> messageReference;
    Field<RawJson> components;
    Field<QList<StickerId>> stickerIds;
    Field<QList<AttachmentRequest>> attachments;
    Field<MessageFlags> flags;
    Field<RawJson> poll;

    bool operator==(const CreateMessage&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateMessage);

/** PATCH /channels/{channel.id}/messages/{message.id}. */
struct EditMessage {
    Field<QString> content;
    Field<QList<Embed>> embeds;
    Field<MessageFlags> flags;
    Field<AllowedMentions> allowedMentions;
    Field<RawJson> components;
    Field<QList<StickerId>> stickerIds;
    Field<QList<AttachmentRequest>> attachments;  ///< those to keep, and new ones

    bool operator==(const EditMessage&) const = default;
};
GUILDHALL_DECLARE_JSON(EditMessage);

/** POST /channels/{channel.id}/messages/bulk-delete. */
struct BulkDelete {
    QList<MessageId> messages;

    bool operator==(const BulkDelete&) const = default;
};
GUILDHALL_DECLARE_JSON(BulkDelete);

/** POST /channels/{channel.id}/messages/{message.id}/ack; the body may be empty. */
struct AckMessage {
    Field<QString> token;
    Field<bool> manual;  ///< marked as unread by hand
    Field<int> mentionCount;
    Field<int> flags;
    Field<int> lastViewed;  ///< days since kSnowflakeEpochMs

    bool operator==(const AckMessage&) const = default;
};
GUILDHALL_DECLARE_JSON(AckMessage);

}  // namespace shared
