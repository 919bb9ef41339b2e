#pragma once

#include "server/services/Access.h"
#include "server/services/DmGate.h"
#include "shared/core/SnowflakeGenerator.h"
#include "shared/models/Channel.h"

namespace server {

/** DM -> user: how it stands in the user's list of DMs. */
inline const QByteArray kOwedDm = QByteArrayLiteral("channel.dm");

/**
 * What is emitted in a user's own stream when a DM shows up in the list: CHANNEL_CREATE with this payload, for the
 * gateway alone. Its session follows the DM's stream from before `sourceSeq`, and sends `channel` to a person.
 */
struct DmOpened {
    shared::Channel channel;  ///< as the user sees it
    qint64 sourceSeq = 0;
    qint64 sourceEpoch = 0;

    bool operator==(const DmOpened&) const = default;
};
GUILDHALL_DECLARE_JSON(DmOpened);

/** Direct messages: who may open one, and the lists of them. Blocking calls, for workers. */
class DmService final : public DmGate {
 public:
    struct Parts {
        Storage& storage;
        Access& access;
        Users& users;
        shared::SnowflakeGenerator& ids;
    };
    explicit DmService(Parts parts) : m_parts(parts) {}

    /** Registers the applier of kOwedDm. Before the first write. */
    void attachOutbox();

    /**
     * The DM with somebody: the one there is, opened for the actor again, or a new one. CannotMessageUser unless both
     * are in one guild. The other side learns of it with the first message.
     */
    shared::Result<shared::Channel> open(const Actor& actor, shared::UserId other);
    /** Those in the actor's list, newest message first, with their recipients. */
    shared::Result<QList<shared::Channel>> listOpen(const Actor& actor);
    /** All that the actor is in, open or not: the streams that a session follows. */
    shared::Result<QList<shared::ChannelId>> listAll(const Actor& actor);

    shared::Result<void> maySend(const Actor& actor, const PrivateChannel& channel) override;
    shared::Result<void> onMessage(Transaction& tx, const PrivateChannel& channel, shared::MessageId message) override;
    shared::Result<shared::Channel> view(const Actor& actor, const PrivateChannel& channel) override;
    shared::Result<shared::Channel> close(const Actor& actor, const PrivateChannel& channel) override;

 private:
    shared::Result<bool> haveGuildInCommon(shared::UserId one, shared::UserId other);
    shared::Result<StreamKey> findOrCreate(const Actor& actor, shared::UserId other);
    shared::Result<QList<shared::User>> othersIn(const ChannelRow& row, shared::UserId viewer);

    Parts m_parts;
};

}  // namespace server
