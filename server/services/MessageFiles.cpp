#include "server/services/MessageFiles.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace server {
namespace {

constexpr qsizetype kShownName = 64;

/** The n of "files[n]"; the place in the request where the field has another name. Empty for what is no number. */
std::optional<quint64> numberOf(const Upload& upload, qsizetype place) {
    const qsizetype open = upload.field.indexOf(u'[');
    const qsizetype close = upload.field.indexOf(u']', open);
    if (open < 0 || close <= open + 1) return static_cast<quint64>(place);
    bool isNumber = false;
    const quint64 number = QStringView(upload.field).sliced(open + 1, close - open - 1).toULongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

/** A name as part of an error's path, where dots have a meaning. */
QString pathOf(const Upload& upload) {
    return upload.field.left(kShownName).replace(u'.', u'_');
}

}  // namespace

shared::Result<void> checkFileNames(const QList<Upload>& uploads) {
    QList<shared::FieldError> errors;
    QList<quint64> numbers;
    for (qsizetype i = 0; i < uploads.size(); ++i) {
        const std::optional<quint64> number = numberOf(uploads.at(i), i);
        if (!number) {
            errors.append({pathOf(uploads.at(i)), u"NUMBER_TYPE_COERCE"_s, u"The number of a file is not int."_s});
        } else if (numbers.contains(*number)) {
            errors.append({pathOf(uploads.at(i)), u"SET_TYPE_ALREADY_CONTAINS_VALUE"_s,
                           u"There is another file of this number."_s});
        }
        if (number) numbers.append(*number);
    }
    if (!errors.isEmpty()) return shared::Error::invalidForm(std::move(errors));
    return {};
}

shared::Result<void> checkFiles(const QList<Upload>& uploads, const QList<shared::AttachmentRequest>& wishes) {
    RETURN_IF_ERROR(checkFileNames(uploads));
    QList<shared::FieldError> errors;
    for (qsizetype w = 0; w < wishes.size(); ++w) {
        bool isThere = false;
        for (qsizetype i = 0; i < uploads.size(); ++i)
            isThere = isThere || numberOf(uploads.at(i), i) == wishes.at(w).id.value();
        if (isThere) continue;
        errors.append({u"attachments.%1.id"_s.arg(w), u"ATTACHMENT_NOT_FOUND"_s, u"No file has this number."_s});
    }
    if (!errors.isEmpty()) return shared::Error::invalidForm(std::move(errors));
    return {};
}

MessageFiles::~MessageFiles() {
    if (m_isKept) return;
    for (const StoredFile& file : m_files)
        m_parts.media.discard(file);
}

shared::Result<void> MessageFiles::store(const QList<Upload>& uploads, const QList<shared::AttachmentRequest>& wishes) {
    for (qsizetype i = 0; i < uploads.size(); ++i) {
        Upload upload = uploads.at(i);
        const quint64 number = numberOf(upload, i).value_or(static_cast<quint64>(i));
        const auto wish = std::ranges::find_if(
            wishes, [number](const shared::AttachmentRequest& one) { return one.id.value() == number; });
        const bool hasWish = wish != wishes.end();
        if (hasWish && wish->filename.hasValue() && !wish->filename->isEmpty()) upload.filename = *wish->filename;

        shared::Attachment attachment;
        attachment.id = m_parts.ids.next<shared::AttachmentId>();
        ASSIGN_OR_RETURN(const StoredFile file, m_parts.media.storeAttachment(m_channel, attachment.id, upload));
        m_files.append(file);
        attachment.filename = file.filename;
        attachment.size = file.size;
        if (!file.contentType.isEmpty()) attachment.contentType = file.contentType;
        if (file.width > 0 && file.height > 0) {
            attachment.width = file.width;
            attachment.height = file.height;
        }
        if (hasWish) {
            if (wish->title.hasValue()) attachment.title = *wish->title;
            if (wish->description.hasValue()) attachment.description = *wish->description;
            if (wish->durationSecs.hasValue()) attachment.durationSecs = *wish->durationSecs;
            if (wish->waveform.hasValue()) attachment.waveform = *wish->waveform;
        }
        m_attachments.append(std::move(attachment));
    }
    return {};
}

shared::Result<void> MessageFiles::insertRows(Transaction& tx, shared::MessageId message) const {
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        const StoredFile& file = m_files.at(i);
        AttachmentRow row;
        row.id = m_attachments.at(i).id;
        row.channelId = m_channel;
        row.messageId = message;
        row.filename = file.filename;
        row.contentType = file.contentType;
        row.size = file.size;
        row.width = file.width;
        row.height = file.height;
        row.blob = file.blob;
        row.createdAt = tx.now();
        RETURN_IF_ERROR(tx.attachments().insert(row));
    }
    return {};
}

}  // namespace server
