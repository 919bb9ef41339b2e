#pragma once

#include "server/services/ServiceParts.h"
#include "shared/protocol/requests/MessageRequests.h"

namespace server {

/** Files are told apart by the n of "files[n]": each a number, and each once. InvalidFormBody under their names. */
shared::Result<void> checkFileNames(const QList<Upload>& uploads);
/** The same, and what a new message says of its attachments is said of files that are there. */
shared::Result<void> checkFiles(const QList<Upload>& uploads, const QList<shared::AttachmentRequest>& wishes);

/**
 * The uploads of one request: stored before the unit, given up again unless the unit that names them has succeeded.
 */
class MessageFiles {
 public:
    MessageFiles(const ServiceParts& parts, shared::ChannelId channel) : m_parts(parts), m_channel(channel) {}
    ~MessageFiles();
    Q_DISABLE_COPY_MOVE(MessageFiles)

    /** @param wishes what the body says of its attachments: names, descriptions */
    shared::Result<void> store(const QList<Upload>& uploads, const QList<shared::AttachmentRequest>& wishes);
    const QList<shared::Attachment>& attachments() const { return m_attachments; }
    /** In the unit: the rows that say where the bytes are. */
    shared::Result<void> insertRows(Transaction& tx, shared::MessageId message) const;
    void keep() { m_isKept = true; }

 private:
    const ServiceParts& m_parts;
    shared::ChannelId m_channel;
    QList<StoredFile> m_files;
    QList<shared::Attachment> m_attachments;
    bool m_isKept = false;
};

}  // namespace server
