#include "server/services/MessageFiles.h"

namespace server {
namespace {

/** The n of "files[n]"; the place in the request where the field has another name. */
quint64 numberOf(const Upload& upload, qsizetype place) {
    const qsizetype open = upload.field.indexOf(u'[');
    const qsizetype close = upload.field.indexOf(u']', open);
    if (open < 0 || close < 0) return static_cast<quint64>(place);
    bool isNumber = false;
    const quint64 number = QStringView(upload.field).sliced(open + 1, close - open - 1).toULongLong(&isNumber);
    return isNumber ? number : static_cast<quint64>(place);
}

}  // namespace

MessageFiles::~MessageFiles() {
    if (m_isKept) return;
    for (const StoredFile& file : m_files)
        m_parts.media.discard(file);
}

shared::Result<void> MessageFiles::store(const QList<Upload>& uploads, const QList<shared::AttachmentRequest>& wishes) {
    for (qsizetype i = 0; i < uploads.size(); ++i) {
        Upload upload = uploads.at(i);
        const quint64 number = numberOf(upload, i);
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
