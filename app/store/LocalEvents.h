#pragma once

#include "app/store/StoredMessage.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/Member.h"
#include "shared/models/Reaction.h"
#include "shared/models/ReadState.h"
#include "shared/models/UserSettings.h"

namespace app {

/**
 * Events that this app makes itself, for the reducers: what a person did before the server knows, and what a call
 * brought. They go the same way as the gateway's.
 */

/** A message of our own stands in the channel at once. */
struct MessagePending {
    shared::ChannelId channelId;
    StoredMessage message;
};

/** How far its files are. */
struct MessageProgress {
    shared::ChannelId channelId;
    QString nonce;
    qint64 sentBytes = 0;
    qint64 totalBytes = 0;
};

struct MessageFailed {
    shared::ChannelId channelId;
    QString nonce;
    QString reason;          ///< a sentence for people
    bool isRefused = false;  ///< the server will never take it as it is
};

/** It is tried again. */
struct MessageRetried {
    shared::ChannelId channelId;
    QString nonce;
};

/** The person gave it up. */
struct MessageDropped {
    shared::ChannelId channelId;
    QString nonce;
};

/** The server's answer to sending or editing: the same as the event that comes as well, before or after it. */
struct MessageAnswered {
    shared::Message message;
};

/** A page of history is being fetched. */
struct HistoryLoading {
    shared::ChannelId channelId;
    bool older = false;
    bool newer = false;
};

/** A page of history has come. */
struct HistoryLoaded {
    enum class Page {
        Whole,  ///< takes the place of the window: the newest, or those around a message
        Older,  ///< stands before what is there
        Newer,  ///< stands behind it
    };

    shared::ChannelId channelId;
    Page page = Page::Whole;
    QList<shared::Message> messages;  ///< as the server gives them: newest first
    bool hasOlder = false;            ///< of Whole and Older
    bool hasNewer = false;            ///< of Whole and Newer
};

struct HistoryFailed {
    shared::ChannelId channelId;
};

/** What the local cache kept of a channel: shown, as stale, where nothing is. */
struct HistoryRestored {
    shared::ChannelId channelId;
    QList<shared::Message> messages;  ///< oldest first
    QList<shared::Member> authors;    ///< with their users
};

/** Nobody looks at the channel any more: its window may shrink. */
struct WindowLeft {
    shared::ChannelId channelId;
};

/** The person has read up to a message. */
struct ChannelRead {
    shared::ChannelId channelId;
    shared::MessageId messageId;
};

/** A reaction of our own, before the server knows, or its withdrawal. */
struct OwnReaction {
    shared::ChannelId channelId;
    shared::MessageId messageId;
    shared::PartialEmoji emoji;
    bool added = true;
};

/** All members of a guild have come. */
struct MembersComplete {
    shared::GuildId guildId;
};

/** Time has passed: who was typing may not be any more. */
struct ClockTicked {};

/** What the local cache kept: shown until READY comes. */
struct CacheRestored {
    shared::CurrentUser self;
    QList<shared::Guild> guilds;      ///< with their roles
    QList<shared::Channel> channels;  ///< with guildId; DMs too
    QHash<shared::GuildId, shared::Member> ownMembers;
    QList<shared::ReadState> readStates;
    QHash<shared::ChannelId, QList<shared::Message>> messages;  ///< oldest first
    QHash<shared::ChannelId, QList<shared::Member>> authors;    ///< of these messages, with their users
    shared::UserSettings settings;
    QList<shared::UserGuildSettings> guildSettings;
    qint64 asOfMs = 0;  ///< when the server told of it last, milliseconds since 1970; 0 = not known
};

}  // namespace app
