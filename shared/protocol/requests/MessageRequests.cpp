#include "shared/protocol/requests/MessageRequests.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AllowedMentions>& mentions) {
    v("parse", mentions.parse);
    v("users", mentions.users);
    v("roles", mentions.roles);
    v("replied_user", mentions.repliedUser);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AttachmentRequest>& request) {
    v("id", request.id);
    v("filename", request.filename);
    v("title", request.title);
    v("description", request.description);
    v("duration_secs", request.durationSecs);
    v("waveform", request.waveform);
    v("is_spoiler", request.isSpoiler);
    v("is_remix", request.isRemix);
    v("uploaded_filename", request.uploadedFilename);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateMessage>& message) {
    v("content", message.content);
    v("nonce", message.nonce);
    v("enforce_nonce", message.enforceNonce);
    v("tts", message.tts);
    v("embeds", message.embeds);
    v("allowed_mentions", message.allowedMentions);
    v("message_reference", message.messageReference);
    v("components", message.components);
    v("sticker_ids", message.stickerIds);
    v("attachments", message.attachments);
    v("flags", message.flags);
    v("poll", message.poll);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EditMessage>& message) {
    v("content", message.content);
    v("embeds", message.embeds);
    v("flags", message.flags);
    v("allowed_mentions", message.allowedMentions);
    v("components", message.components);
    v("sticker_ids", message.stickerIds);
    v("attachments", message.attachments);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, BulkDelete>& request) {
    v("messages", request.messages);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AckMessage>& message) {
    v("token", message.token);
    v("manual", message.manual);
    v("mention_count", message.mentionCount);
    v("flags", message.flags);
    v("last_viewed", message.lastViewed);
}

}  // namespace

GUILDHALL_DEFINE_JSON(AllowedMentions)
GUILDHALL_DEFINE_JSON(AttachmentRequest)
GUILDHALL_DEFINE_JSON(CreateMessage)
GUILDHALL_DEFINE_JSON(EditMessage)
GUILDHALL_DEFINE_JSON(BulkDelete)
GUILDHALL_DEFINE_JSON(AckMessage)

}  // namespace shared
