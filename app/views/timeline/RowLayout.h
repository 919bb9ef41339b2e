#pragma once

#include <QtCore/QRect>

#include "app/views/timeline/TextFlow.h"

namespace app {

/** What stands above a row, decided by the view from its neighbours. */
struct RowPlace {
    bool groupStart = true;
    bool dayLine = false;
    bool newLine = false;
    bool first = false;  ///< nothing above: no gap
    QString newText;     ///< "2 new since 14:02"

    bool operator==(const RowPlace&) const = default;
};

enum class ZoneKind {
    Author,
    Time,
    Reply,
    CopyCode,
    Picture,
    File,
    CancelUpload,
    EmbedTitle,
    EmbedPicture,
    Reaction,
    AddReaction,
    Thread,
    SendAgain,
    Rewrite,
    Discard,
};

/** A place of a row that can be clicked; `index` counts within its kind (attachment, embed, reaction, part of code). */
struct RowZone {
    ZoneKind kind = ZoneKind::Author;
    QRect rect;
    int index = 0;
};

enum class FileLook { Picture, Card, Upload, Link };

struct FileBox {
    FileLook look = FileLook::Card;
    QRect rect;
    QRect caption;  ///< of a single picture: name and size below
    bool covered = false;
};

struct EmbedBox {
    QRect frame;
    QColor bar;
    std::vector<TextPart> parts;
    TextFlow description;
    QRect picture;
    QRect thumbnail;
};

/** Everything of one row, laid out for one width. Places are relative to the row's top left. */
struct RowLayout {
    MessageRowPtr row;
    RowPlace place;
    int width = 0;
    quint64 generation = 0;

    int height = 0;
    int bodyTop = 0;  ///< where the row's own ground begins, below lines and gap
    bool system = false;
    bool compact = false;
    QString dayText;
    int dayY = -1;  ///< middle of the day line
    int newY = -1;
    QRect avatar;
    QRect name;
    QRect time;
    int tagX = 0;
    QString timeText;
    QRect replyLine;
    QRect icon;  ///< of a system row
    QString iconName;
    TextFlow flow;
    std::vector<FileBox> files;
    std::vector<EmbedBox> embeds;
    QList<QRect> stickers;
    QList<QRect> reactions;
    QRect addReaction;
    QRect thread;
    QRect status;
    QString statusText;
    QList<RowZone> zones;

    QRect body() const { return {0, bodyTop, width, height - bodyTop}; }
};

struct RowContext {
    const Theme& theme;
    const MentionNames* names = nullptr;
    TimeText times;
    qint64 nowMs = 0;
    int width = 0;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    QSet<int> revealed;  ///< spoilers of this message that are open; files count from kFileSpoiler
    quint64 generation = 0;
    bool isOffline = false;  ///< what is being sent waits for the connection
};

inline constexpr int kFileSpoiler = 1000;

std::unique_ptr<RowLayout> layOutRow(const MessageRowPtr& row, const RowPlace& place, const RowContext& context);

/** The words of a link below a message that is not sent; empty for zones of another kind. */
QString statusLink(ZoneKind kind);

/** Words for "3.1 of 5.0 MB" and the like. */
QString uploadText(const TimeText& times, const AttachmentRow& file);

}  // namespace app
