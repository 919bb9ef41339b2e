#pragma once

#include "server/services/Actor.h"
#include "server/services/DmGate.h"
#include "server/services/MessageMentions.h"
#include "server/services/MessageWriter.h"
#include "shared/protocol/requests/MessageRequests.h"

namespace server {

/** Which page of a channel. At most one of the ids is set; none: the newest messages. */
struct MessageQuery {
    shared::MessageId around;
    shared::MessageId before;
    shared::MessageId after;
    int limit = 50;  ///< 1 to 100
};

/**
 * Messages of guild channels and DMs. Publishes MESSAGE_CREATE, _UPDATE, _DELETE, _DELETE_BULK, TYPING_START.
 *
 * Bodies have passed shared/validation; what depends on the channel, the actor or other messages is decided here.
 * Embeds and components of people are left out in silence, since only bots may send them. Bots without MESSAGE_CONTENT
 * are answered without the content of others.
 * Blocking calls, for workers.
 */
class MessageService {
 public:
    /** @param dms may be null where there are no DMs (tests) */
    explicit MessageService(ServiceParts parts, DmGate* dms = nullptr);

    /**
     * Needs SEND_MESSAGES (in threads SEND_MESSAGES_IN_THREADS), and what the body uses: ATTACH_FILES, EMBED_LINKS,
     * SEND_TTS_MESSAGES. CannotSendEmptyMessage, SlowMode (people without BYPASS_SLOWMODE), ReplyNeedsHistory,
     * NotTextChannel. With enforce_nonce the first message of that nonce comes back instead of a second one.
     */
    shared::Result<MessageView> create(const Actor& actor, shared::ChannelId channel, const shared::CreateMessage& body,
                                       const QList<Upload>& files = {});
    /** Newest first. Empty without READ_MESSAGE_HISTORY. */
    shared::Result<QList<MessageView>> list(const Actor& actor, shared::ChannelId channel, const MessageQuery& query);
    /** Needs READ_MESSAGE_HISTORY. */
    shared::Result<MessageView> get(const Actor& actor, shared::ChannelId channel, shared::MessageId message);
    /** The author edits all; others, with MANAGE_MESSAGES, the flag that suppresses embeds: CannotEditOthersMessage. */
    shared::Result<MessageView> edit(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                     const shared::EditMessage& body, const QList<Upload>& files = {});
    /** The author, or with MANAGE_MESSAGES. */
    shared::Result<void> remove(const Actor& actor, shared::ChannelId channel, shared::MessageId message);
    /** Needs MANAGE_MESSAGES. BulkDeleteCount (2 to 100), BulkDeleteTooOld (two weeks). Unknown ids are passed over. */
    shared::Result<void> removeMany(const Actor& actor, shared::ChannelId channel,
                                    const QList<shared::MessageId>& messages);
    /** In announcement channels. Marks it; AlreadyCrossposted. */
    shared::Result<MessageView> crosspost(const Actor& actor, shared::ChannelId channel, shared::MessageId message);

    /** Needs SEND_MESSAGES. Tells those who may see the channel, once in some seconds. */
    shared::Result<void> startTyping(const Actor& actor, shared::ChannelId channel);

 private:
    struct Draft;
    struct Edited;

    shared::Result<Draft> prepare(const Actor& actor, shared::ChannelId channel, const shared::CreateMessage& body,
                                  bool hasFiles);
    shared::Result<void> addReference(const Actor& actor, const shared::CreateMessage& body, Draft& draft);
    shared::Result<void> addReply(const shared::CreateMessage& body, Draft& draft);
    shared::Result<void> addForward(const Actor& actor, const shared::CreateMessage& body, Draft& draft);
    shared::Result<void> addStickers(const shared::CreateMessage& body, Draft& draft);
    shared::Result<std::optional<MessageView>> findByNonce(const Actor& actor, const Draft& draft);
    shared::Result<void> holdSlowMode(const Actor& actor, const Draft& draft, QByteArray& held);
    shared::Result<MessageView> write(const Actor& actor, const Draft& draft);
    shared::Result<MessageView> applyEdit(Transaction& tx, const Actor& actor, const ChannelAccess& access,
                                          shared::MessageId id, const shared::EditMessage& body, const Edited& edited);

    /** Rows, their reactions and the messages they answer, from one snapshot. */
    shared::Result<QList<MessageView>> load(
        const Actor& actor, const ChannelAccess& access,
        const std::function<shared::Result<QList<MessageRow>>(const ReadView&)>& pick);
    static shared::Result<MessageRenderer::Surroundings> surroundings(const ReadView& view, const GuildGraph* graph,
                                                                      const QList<MessageRow>& rows,
                                                                      shared::UserId viewer);

    ServiceParts m_parts;
    MessageWriter m_writer;
    DmGate* m_dms;
};

}  // namespace server
