#include "shared/validation/MessageRules.h"

#include <algorithm>
#include <limits>

#include "shared/json/JsonType.h"
#include "shared/validation/ComponentRules.h"
#include "shared/validation/FieldChecks.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

qsizetype lengthOf(const Field<QString>& text) {
    return text.hasValue() ? codePoints(*text) : 0;
}

/** A text that must say something and no more than so much. */
void checkText(FieldChecks& checks, const QString& path, const QString& text, int max) {
    if (QStringView(text).trimmed().isEmpty()) {
        checks.addRequired(path);
    } else {
        checks.length(path, QStringView(text), 0, max);
    }
}

/** @return how much the embed adds to the common limit */
qsizetype checkEmbed(FieldChecks& checks, const QString& path, const Embed& embed) {
    checks.length(path + u".title"_s, embed.title, 0, limits::kEmbedTitle);
    checks.length(path + u".description"_s, embed.description, 0, limits::kEmbedDescription);
    checks.url(path + u".url"_s, embed.url);
    checks.range(path + u".color"_s, embed.color, 0, limits::kColorMax);
    qsizetype total = lengthOf(embed.title) + lengthOf(embed.description);
    if (embed.footer.hasValue() && *embed.footer) {
        const EmbedFooter& footer = **embed.footer;
        checks.length(path + u".footer.text"_s, QStringView(footer.text), 0, limits::kEmbedFooter);
        checks.url(path + u".footer.icon_url"_s, footer.iconUrl, true);
        total += codePoints(footer.text);
    }
    if (embed.author.hasValue() && *embed.author) {
        const EmbedAuthor& author = **embed.author;
        checks.length(path + u".author.name"_s, QStringView(author.name), 0, limits::kEmbedAuthor);
        checks.url(path + u".author.url"_s, author.url);
        checks.url(path + u".author.icon_url"_s, author.iconUrl, true);
        total += codePoints(author.name);
    }
    if (embed.image.hasValue() && *embed.image) checks.url(path + u".image.url"_s, (*embed.image)->url, true);
    if (embed.thumbnail.hasValue() && *embed.thumbnail) {
        checks.url(path + u".thumbnail.url"_s, (*embed.thumbnail)->url, true);
    }
    checks.count(path + u".fields"_s, embed.fields.size(), 0, limits::kEmbedFields);
    for (qsizetype i = 0; i < embed.fields.size(); ++i) {
        const EmbedField& field = embed.fields[i];
        const QString at = path + u".fields."_s + QString::number(i);
        checkText(checks, at + u".name"_s, field.name, limits::kEmbedFieldName);
        checkText(checks, at + u".value"_s, field.value, limits::kEmbedFieldValue);
        total += codePoints(field.name) + codePoints(field.value);
    }
    return total;
}

void checkEmbeds(FieldChecks& checks, const Field<QList<Embed>>& embeds) {
    if (!embeds.hasValue()) return;
    checks.count(u"embeds"_s, embeds, 0, limits::kEmbedsPerMessage);
    qsizetype total = 0;
    for (qsizetype i = 0; i < embeds->size(); ++i) {
        total += checkEmbed(checks, u"embeds."_s + QString::number(i), embeds->at(i));
    }
    if (total > limits::kEmbedTotal) {
        checks.add(u"embeds"_s, "MAX_EMBED_SIZE_EXCEEDED"_L1,
                   u"Embed size exceeds maximum size of %1"_s.arg(limits::kEmbedTotal));
    } else if (!embeds->isEmpty() && toJson(*embeds).size() > limits::kRichBytes) {
        // Addresses and keys that are not counted as text.
        checks.add(u"embeds"_s, "MAX_EMBED_SIZE_EXCEEDED"_L1,
                   u"Embeds exceed the maximum of %1 bytes"_s.arg(limits::kRichBytes));
    }
}

void checkAllowedMentions(FieldChecks& checks, const Field<AllowedMentions>& field) {
    if (!field.hasValue()) return;
    const AllowedMentions& mentions = *field;
    checks.count(u"allowed_mentions.users"_s, mentions.users, 0, limits::kAllowedMentions);
    checks.count(u"allowed_mentions.roles"_s, mentions.roles, 0, limits::kAllowedMentions);
    if (!mentions.parse.hasValue()) return;
    const QList<QString>& parse = *mentions.parse;
    for (qsizetype i = 0; i < parse.size(); ++i) {
        if (parse[i] == "users"_L1 || parse[i] == "roles"_L1 || parse[i] == "everyone"_L1) continue;
        checks.add(u"allowed_mentions.parse."_s + QString::number(i), "BASE_TYPE_CHOICES"_L1,
                   u"Value must be one of {'everyone', 'roles', 'users'}."_s);
    }
    const auto excludes = [&](const QString& kind, bool listed) {
        if (!listed || !parse.contains(kind)) return;
        checks.add(u"allowed_mentions"_s, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"_L1,
                   u"parse:[\"%1\"] and %1: [ids...] are mutually exclusive."_s.arg(kind));
    };
    excludes(u"users"_s, mentions.users.hasValue() && !mentions.users->isEmpty());
    excludes(u"roles"_s, mentions.roles.hasValue() && !mentions.roles->isEmpty());
}

void checkAttachments(FieldChecks& checks, const Field<QList<AttachmentRequest>>& attachments) {
    if (!attachments.hasValue()) return;
    checks.count(u"attachments"_s, attachments, 0, limits::kAttachmentsPerMessage);
    for (qsizetype i = 0; i < attachments->size(); ++i) {
        const AttachmentRequest& attachment = attachments->at(i);
        const QString path = u"attachments."_s + QString::number(i);
        checks.length(path + u".filename"_s, attachment.filename, 1, limits::kAttachmentFilename);
        checks.length(path + u".title"_s, attachment.title, 0, limits::kAttachmentFilename);
        checks.length(path + u".description"_s, attachment.description, 0, limits::kAttachmentDescription);
        checks.length(path + u".waveform"_s, attachment.waveform, 0, limits::kWaveformLength);
    }
}

void refuseBesideV2(FieldChecks& checks, const QString& path) {
    checks.add(path, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"_L1,
               u"The '%1' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"_s.arg(path));
}

void checkReference(FieldChecks& checks, const Field<MessageReference>& reference) {
    if (!reference.hasValue()) return;
    checks.choice(u"message_reference.type"_s, static_cast<int>(reference->type), {0, 1});
    if (!reference->messageId.hasValue()) checks.addRequired(u"message_reference.message_id"_s);
    if (reference->type == MessageReferenceType::Forward && !reference->channelId.hasValue()) {
        checks.addRequired(u"message_reference.channel_id"_s);
    }
}

bool isEmptyList(const Field<RawJson>& json) {
    return !json.hasValue() || json->bytes == "[]";
}

/** A message of the second generation of components has nothing beside them. */
void checkAloneInV2(FieldChecks& checks, const Field<QString>& content, const Field<QList<Embed>>& embeds) {
    const auto refuse = [&](const QString& path) { refuseBesideV2(checks, path); };
    if (content.hasValue() && !QStringView(*content).trimmed().isEmpty()) refuse(u"content"_s);
    if (embeds.hasValue() && !embeds->isEmpty()) refuse(u"embeds"_s);
}

}  // namespace

QList<FieldError> validate(const CreateMessage& request) {
    FieldChecks checks;
    checks.length(u"content"_s, request.content, 0, limits::kMessageLength);
    if (request.nonce.hasValue()) {
        checks.length(u"nonce"_s, QStringView(request.nonce->text), 0, limits::kNonceLength);
    }
    checkEmbeds(checks, request.embeds);
    checkAllowedMentions(checks, request.allowedMentions);
    checkReference(checks, request.messageReference);
    checks.count(u"sticker_ids"_s, request.stickerIds, 0, limits::kStickersPerMessage);
    checkAttachments(checks, request.attachments);
    const bool isV2 = request.flags.value().has(MessageFlag::IsComponentsV2);
    if (isV2) {
        checkAloneInV2(checks, request.content, request.embeds);
        if (!request.stickerIds.value().isEmpty()) refuseBesideV2(checks, u"sticker_ids"_s);
        if (request.poll.hasValue()) refuseBesideV2(checks, u"poll"_s);
    }
    QList<FieldError> errors = checks.take();
    if (!isEmptyList(request.components)) {
        errors.append(checkComponents(*request.components, isV2 ? ComponentSet::V2 : ComponentSet::Rows).errors);
    }
    return errors;
}

QList<FieldError> validate(const EditMessage& request) {
    FieldChecks checks;
    checks.length(u"content"_s, request.content, 0, limits::kMessageLength);
    checkEmbeds(checks, request.embeds);
    checkAllowedMentions(checks, request.allowedMentions);
    checkAttachments(checks, request.attachments);
    const bool isV2 = request.flags.value().has(MessageFlag::IsComponentsV2);
    if (isV2) checkAloneInV2(checks, request.content, request.embeds);
    QList<FieldError> errors = checks.take();
    if (!isEmptyList(request.components)) {
        errors.append(checkComponents(*request.components, isV2 ? ComponentSet::V2 : ComponentSet::Either).errors);
    }
    return errors;
}

QList<FieldError> validate(const BulkDelete& request) {
    FieldChecks checks;
    checks.count(u"messages"_s, request.messages.size(), limits::kBulkDeleteMin, limits::kBulkDeleteMax);
    return checks.take();
}

QList<FieldError> validate(const AckMessage& request) {
    FieldChecks checks;
    checks.range(u"mention_count"_s, request.mentionCount, 0, std::numeric_limits<int>::max());
    return checks.take();
}

bool showsSomething(const Embed& embed) {
    const auto says = [](const Field<QString>& text) { return text.hasValue() && !text->isEmpty(); };
    const auto shows = [&](const Field<Box<EmbedMedia>>& media) {
        return media.hasValue() && *media && says((*media)->url);
    };
    if (says(embed.title) || says(embed.description) || !embed.fields.isEmpty() || embed.timestamp.hasValue()) {
        return true;
    }
    if (embed.footer.hasValue() && *embed.footer && !(*embed.footer)->text.isEmpty()) return true;
    if (embed.author.hasValue() && *embed.author && !(*embed.author)->name.isEmpty()) return true;
    return shows(embed.image) || shows(embed.thumbnail) || shows(embed.video);
}

bool hasContent(const CreateMessage& request, int files) {
    if (files > 0) return true;
    if (request.content.hasValue() && !QStringView(*request.content).trimmed().isEmpty()) return true;
    if (std::ranges::any_of(request.embeds.value(), showsSomething)) return true;
    if (request.stickerIds.hasValue() && !request.stickerIds->isEmpty()) return true;
    if (request.poll.hasValue() || !isEmptyList(request.components)) return true;
    const bool uploaded = request.attachments.hasValue() &&
                          std::ranges::any_of(*request.attachments, [](const AttachmentRequest& attachment) {
                              return attachment.uploadedFilename.hasValue();
                          });
    if (uploaded) return true;
    return request.messageReference.hasValue() && request.messageReference->type == MessageReferenceType::Forward;
}

Result<void> check(const CreateMessage& request, int files) {
    QList<FieldError> errors = validate(request);
    if (!errors.isEmpty()) return Error::invalidForm(std::move(errors));
    if (!hasContent(request, files)) return ErrorCode::CannotSendEmptyMessage;
    return {};
}

}  // namespace shared
