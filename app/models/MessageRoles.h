#pragma once

#include <memory>
#include <optional>

#include <QtCore/QList>
#include <QtCore/QMetaType>
#include <QtCore/QString>

#include "app/models/PersonRow.h"
#include "shared/core/Snowflake.h"

namespace app {

/** How far a message of one's own has come. */
enum class MessageState { Sent, Sending, Uploading, Failed };

/** One line above a reply. `gone` = the message it answers was deleted or cannot be read. */
struct ReplyRow {
    shared::MessageId id;
    PersonRow author;
    QString text;  ///< its content, not parsed; empty with hasFiles = "Attachment"
    bool hasFiles = false;
    bool gone = false;

    bool operator==(const ReplyRow&) const = default;
};

struct ReactionRow {
    shared::EmojiId emojiId;  ///< null = a Unicode emoji, `name` is the text itself
    QString name;
    QString picture;  ///< key for app::Pictures when emojiId is set
    bool animated = false;
    int count = 0;
    bool mine = false;

    bool operator==(const ReactionRow&) const = default;
};

struct AttachmentRow {
    shared::AttachmentId id;  ///< null while it is being uploaded
    QString uploadId;         ///< the client's own name for an upload under way, for `uploadCancelled`
    QString fileName;
    QString contentType;
    QString description;
    qint64 size = 0;      ///< bytes
    qint64 uploaded = 0;  ///< bytes, while uploading
    QString url;          ///< where a click leads
    QString picture;      ///< key for app::Pictures when it is a picture; for an upload a local file address
    int width = 0;        ///< of the picture or film, in its own pixels; 0 = not a picture
    int height = 0;
    bool spoiler = false;
    bool uploading = false;

    bool operator==(const AttachmentRow&) const = default;
};

struct EmbedFieldRow {
    QString name;
    QString value;
    bool isInline = false;

    bool operator==(const EmbedFieldRow&) const = default;
};

struct EmbedRow {
    QString type;  ///< "rich", "image", "video", "link", ...
    QString provider;
    QString author;
    QString title;
    QString url;
    QString description;  ///< Markdown
    QString footer;
    std::optional<quint32> colour;  ///< 0xRRGGBB
    QList<EmbedFieldRow> fields;
    QString picture;  ///< key for app::Pictures; empty = none
    int pictureWidth = 0;
    int pictureHeight = 0;
    QString thumbnail;
    int thumbnailWidth = 0;
    int thumbnailHeight = 0;

    bool operator==(const EmbedRow&) const = default;
};

struct StickerRow {
    shared::StickerId id;
    QString name;
    QString picture;

    bool operator==(const StickerRow&) const = default;
};

/** The card below a message that a thread was started from. */
struct ThreadRow {
    shared::ChannelId id;
    QString name;
    PersonRow lastAuthor;
    QString lastText;
    int messageCount = 0;

    bool operator==(const ThreadRow&) const = default;
};

/** What the user may do with a row: it decides the hover bar, the menu and the keys. */
struct MessageAbilities {
    bool react = false;
    bool reply = false;
    bool edit = false;
    bool remove = false;
    bool pin = false;
    bool thread = false;

    bool operator==(const MessageAbilities&) const = default;
};

/**
 * Everything that one row of the timeline shows. A value: the model replaces it and emits dataChanged.
 *
 * Not in here, because the view decides it: the day line, where a group starts (7 minutes, author, reply, day), where
 * the new line is (TimelineView::setNewSince) and the parsed Markdown (shared/text, cached with the layout; names of
 * mentions come from app::MentionNames).
 */
struct MessageRow {
    shared::MessageId id;  ///< null while it is being sent: then `nonce` is its name
    QString nonce;
    int type = 0;  ///< Discord's message type; 0 default, 19 reply, 20 and 23 commands; others are system rows
    PersonRow author;
    qint64 timestampMs = 0;  ///< since 1970, UTC
    qint64 editedMs = 0;     ///< 0 = never
    QString content;         ///< as written, Discord's Markdown
    std::optional<ReplyRow> reply;
    QList<PersonRow> mentions;  ///< system rows name others too: who was added, removed
    QList<ReactionRow> reactions;
    QList<AttachmentRow> attachments;
    QList<EmbedRow> embeds;
    QList<StickerRow> stickers;
    std::optional<ThreadRow> thread;
    MessageAbilities can;
    MessageState state = MessageState::Sent;
    bool isRefused = false;  ///< of a failed one: it has to be changed before it can be sent
    QString failure;         ///< what happened, a sentence: "the server did not answer"
    bool mentionsMe = false;
    bool mine = false;
    bool pinned = false;

    bool operator==(const MessageRow&) const = default;
};

using MessageRowPtr = std::shared_ptr<const MessageRow>;

/** True for joins, pins, boosts, ...: one line with an icon instead of an author and text. */
constexpr bool isSystemMessage(int type) {
    return type != 0 && type != 19 && type != 20 && type != 23;
}

/** Roles of MessageListModel: a list, oldest row first. The view reads RowRole only; the rest is for tests and others.
 */
struct MessageRoles {
    enum Role {
        RowRole = Qt::UserRole + 1,  ///< MessageRowPtr; never null
        MessageIdRole,               ///< quint64
        ContentRole,                 ///< QString; also Qt::DisplayRole
        AuthorIdRole,                ///< quint64
        AuthorNameRole,              ///< QString
        TimestampRole,               ///< qint64, milliseconds since 1970
        StateRole,                   ///< int(MessageState)
    };
};

/** Names for the ids inside a message's text. All methods: GUI thread, no blocking; empty = not known. */
class MentionNames {
 public:
    virtual ~MentionNames() = default;
    virtual QString userName(shared::UserId id) const = 0;
    virtual QString roleName(shared::RoleId id) const = 0;
    virtual quint32 roleColour(shared::RoleId id) const = 0;  ///< 0xRRGGBB, 0 = none
    virtual QString channelName(shared::ChannelId id) const = 0;
    /** True when the mention means the reader: they themselves or one of their roles. */
    virtual bool isMe(shared::UserId id) const = 0;
    virtual bool isMyRole(shared::RoleId id) const = 0;
    /** Key for app::Pictures of a custom emoji. */
    virtual QString emojiPicture(shared::EmojiId id, bool animated) const = 0;
};

}  // namespace app

Q_DECLARE_METATYPE(app::MessageRowPtr)
