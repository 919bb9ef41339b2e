#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"

namespace app {

/** A file that the composer hands over: on disk, or pasted. */
struct OutgoingFile {
    QString path;      ///< local; empty = `bytes`
    QByteArray bytes;  ///< of a pasted one
    QString fileName;
    QString contentType;
    QString description;
    bool spoiler = false;
    int width = 0;  ///< of a picture, pixels; 0 = not known
    int height = 0;
};

/** What a person wants to say. */
struct OutgoingMessage {
    QString content;
    shared::MessageId replyTo;  ///< null = no reply
    bool pingAuthor = true;     ///< of the message that is answered
    QList<OutgoingFile> files;

    bool isEmpty() const { return content.trimmed().isEmpty() && files.isEmpty(); }
};

}  // namespace app
