#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/User.h"

namespace shared {

enum class AttachmentFlag : quint64 {
    IsClip = 1 << 0,
    IsThumbnail = 1 << 1,
    IsRemix = 1 << 2,
    IsSpoiler = 1 << 3,
    IsAnimated = 1 << 5,
};
using AttachmentFlags = Flags<AttachmentFlag>;

/** A file of a message. Source: "Attachment Structure". */
struct Attachment {
    AttachmentId id;
    QString filename;
    Field<QString> title;        ///< the name as it was before it was made safe
    Field<QString> description;  ///< for those who cannot see it
    Field<QString> contentType;
    qint64 size = 0;  ///< bytes
    QString url;
    QString proxyUrl;
    Field<int> height;  ///< pixels, of pictures and videos
    Field<int> width;
    Field<QString> placeholder;  ///< thumbhash, base64
    Field<int> placeholderVersion;
    Field<bool> ephemeral;
    Field<double> durationSecs;
    Field<QString> waveform;  ///< base64
    Field<AttachmentFlags> flags;
    Field<QList<User>> clipParticipants;
    Field<Timestamp> clipCreatedAt;
    Field<RawJson> application;

    bool operator==(const Attachment&) const = default;
};
GUILDHALL_DECLARE_JSON(Attachment);

}  // namespace shared
