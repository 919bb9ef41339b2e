#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Flags.h"
#include "shared/core/Timestamp.h"
#include "shared/json/Field.h"
#include "shared/json/JsonModel.h"

namespace shared {

/** Picture, thumbnail or video of an embed. */
struct EmbedMedia {
    Field<QString> url;
    Field<QString> proxyUrl;
    Field<int> height;  ///< pixels
    Field<int> width;
    Field<QString> contentType;
    Field<QString> placeholder;  ///< thumbhash, base64
    Field<int> placeholderVersion;
    Field<QString> description;
    Field<int> flags;

    bool operator==(const EmbedMedia&) const = default;
};
GUILDHALL_DECLARE_JSON(EmbedMedia);

struct EmbedProvider {
    Field<QString> name;
    Field<QString> url;

    bool operator==(const EmbedProvider&) const = default;
};
GUILDHALL_DECLARE_JSON(EmbedProvider);

struct EmbedAuthor {
    QString name;
    Field<QString> url;
    Field<QString> iconUrl;
    Field<QString> proxyIconUrl;

    bool operator==(const EmbedAuthor&) const = default;
};
GUILDHALL_DECLARE_JSON(EmbedAuthor);

struct EmbedFooter {
    QString text;
    Field<QString> iconUrl;
    Field<QString> proxyIconUrl;

    bool operator==(const EmbedFooter&) const = default;
};
GUILDHALL_DECLARE_JSON(EmbedFooter);

struct EmbedField {
    QString name;
    QString value;
    bool isInline = false;  ///< `inline` on the wire

    bool operator==(const EmbedField&) const = default;
};
GUILDHALL_DECLARE_JSON(EmbedField);

/** Rich content of a message. Source: "Embed Structure". */
struct Embed {
    QString type = QStringLiteral("rich");  ///< rich, image, video, gifv, article, link, poll_result
    Field<QString> title;
    Field<QString> description;
    Field<QString> url;
    Field<Timestamp> timestamp;
    Field<int> color;
    Field<Box<EmbedFooter>> footer;
    Field<Box<EmbedMedia>> image;
    Field<Box<EmbedMedia>> thumbnail;
    Field<Box<EmbedMedia>> video;
    Field<Box<EmbedProvider>> provider;
    Field<Box<EmbedAuthor>> author;
    QList<EmbedField> fields;  ///< written only when there are some
    Field<int> flags;

    bool operator==(const Embed&) const = default;
};
GUILDHALL_DECLARE_JSON(Embed);

}  // namespace shared
