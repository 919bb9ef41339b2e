#pragma once

#include <memory>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/models/Message.h"

namespace app {

/** A file on its way up, as the pending message shows it. */
struct PendingFile {
    QString uploadId;
    QString path;  ///< local; empty = pasted
    QString fileName;
    QString contentType;
    QString description;
    qint64 size = 0;
    int width = 0;  ///< of a picture, pixels
    int height = 0;

    bool operator==(const PendingFile&) const = default;
};

/** One row of a channel's window: a message of the server, or one of our own that is not there yet. */
struct StoredMessage {
    enum class State { Sent, Sending, Failed };

    shared::Message message;  ///< of a pending one: author, content, time and reply are set, `id` is null
    State state = State::Sent;
    QString nonce;           ///< of a pending one: its name
    QString failure;         ///< of a failed one: what happened, a sentence
    bool isRefused = false;  ///< of a failed one: the server will never take it as it is
    QList<PendingFile> files;
    qint64 sentBytes = 0;  ///< of all files together
    qint64 totalBytes = 0;

    bool isPending() const { return state != State::Sent; }
    bool operator==(const StoredMessage&) const = default;
};

using StoredMessagePtr = std::shared_ptr<const StoredMessage>;

}  // namespace app
