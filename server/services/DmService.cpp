#include "server/services/DmService.h"

#include "server/services/Rows.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using shared::Channel;
using shared::ErrorCode;
using shared::Field;
using shared::GatewayEvent;
using shared::Result;
using shared::UserId;

namespace server {
namespace {

/** In ChannelRow::extra: who has the DM in no list; onMessage() puts it back. */
constexpr auto kClosedFor = "closed_for"_L1;

}  // namespace

/** What kOwedDm carries. */
struct OwedDm {
    shared::ChannelId channelId;
    int type = 1;
    bool isOpen = true;
    QList<UserId> recipients;  ///< everybody in it
    Field<shared::MessageId> lastMessageId;
};
GUILDHALL_DECLARE_JSON(OwedDm);

template <class Visitor>
void describe(Visitor& v, shared::Described<Visitor, OwedDm>& owed) {
    v("channel_id", owed.channelId);
    v("type", owed.type);
    v("open", owed.isOpen);
    v("recipients", owed.recipients);
    v("last_message_id", owed.lastMessageId);
}
GUILDHALL_DEFINE_JSON(OwedDm)

namespace {

QList<UserId> closedFor(const ChannelRow& row) {
    QList<UserId> users;
    for (const QJsonValue& id : QJsonDocument::fromJson(row.extra).object()[kClosedFor].toArray()) {
        if (const auto user = UserId::fromString(id.toString())) users.append(*user);
    }
    return users;
}

void setClosedFor(ChannelRow& row, const QList<UserId>& users) {
    QJsonObject extra = QJsonDocument::fromJson(row.extra).object();
    QJsonArray ids;
    for (const UserId user : users)
        ids.append(user.toString());
    extra[kClosedFor] = ids;
    row.extra = QJsonDocument(extra).toJson(QJsonDocument::Compact);
}

QByteArray owedBytes(const ChannelRow& row, bool isOpen, shared::MessageId last) {
    OwedDm owed;
    owed.channelId = row.id;
    owed.type = row.type;
    owed.isOpen = isOpen;
    owed.recipients = row.recipients;
    if (last) owed.lastMessageId = last;
    return shared::toJson(owed);
}

Channel viewOf(const ChannelRow& row, QList<shared::User> others) {
    Channel channel = toModel(row, {});
    channel.recipients = std::move(others);
    return channel;
}

/** Caches read the row again; no session gets it. */
void tellCaches(Transaction& tx) {
    EventRoute nobody;
    nobody.onlyUser = UserId(1);
    tx.emitEvent(GatewayEvent::ChannelUpdate, "{}"_ba, nobody);
}

}  // namespace

template <class Visitor>
void describe(Visitor& v, shared::Described<Visitor, DmOpened>& opened) {
    v("channel", opened.channel);
    v("source_seq", opened.sourceSeq);
    v("source_epoch", opened.sourceEpoch);
}
GUILDHALL_DEFINE_JSON(DmOpened)

void DmService::attachOutbox() {
    m_parts.storage.setOutboxApplier(kOwedDm, [this](Transaction& tx, const OutboxRow& owed) -> Result<void> {
        ASSIGN_OR_RETURN(const OwedDm dm, shared::fromJson<OwedDm>(owed.payload));
        const UserId user = owed.target.userId();
        ASSIGN_OR_RETURN(const std::optional<UserDmRow> before, tx.users().findDm(dm.channelId));
        UserDmRow row;
        row.channelId = dm.channelId;
        row.type = dm.type;
        row.isOpen = dm.isOpen;
        row.recipients = dm.recipients;
        row.recipients.removeAll(user);
        row.lastMessageId = dm.lastMessageId.valueOr(before ? before->lastMessageId : shared::MessageId());
        RETURN_IF_ERROR(tx.users().putDm(row));

        const bool wasOpen = before && before->isOpen;
        if (before && wasOpen == dm.isOpen) return {};
        ChannelRow channel;
        channel.id = dm.channelId;
        channel.type = dm.type;
        channel.recipients = dm.recipients;
        // The message that opened it follows as an event; naming it here would make it look as if it had been told.
        channel.lastMessageId = before ? before->lastMessageId : shared::MessageId();
        QList<shared::User> others;
        for (const UserId id : row.recipients) {
            // Only what is in memory: a unit must not wait for another key. Clients ask for whom they do not know.
            if (const UserPtr known = m_parts.users.cached(id)) others.append(known->user);
        }
        EventRoute route;
        route.onlyUser = user;
        if (dm.isOpen) {
            const DmOpened opened{viewOf(channel, others), static_cast<qint64>(owed.sourceSeq),
                                  static_cast<qint64>(owed.sourceEpoch)};
            tx.emitEvent(GatewayEvent::ChannelCreate, shared::toJson(opened), route, opened);
        } else if (wasOpen) {
            tx.emitEvent(GatewayEvent::ChannelDelete, shared::toJson(viewOf(channel, others)), route);
        }
        return {};
    });
}

Result<Channel> DmService::open(const Actor& actor, UserId other) {
    if (other == actor.userId) return ErrorCode::CannotMessageUser;
    ASSIGN_OR_RETURN(const UserPtr user, m_parts.users.get(other));
    if (user->isDeleted) return ErrorCode::UnknownUser;
    (void)m_parts.users.get(actor.userId);  // so that both are in memory when their lists are written
    ASSIGN_OR_RETURN(const StreamKey key, findOrCreate(actor, other));
    ASSIGN_OR_RETURN(const ChannelRow row, m_parts.storage.write(key, [&](Transaction& tx) -> Result<ChannelRow> {
        ASSIGN_OR_RETURN(ChannelRow row, tx.channels().get(key.channelId()));
        QList<UserId> closed = closedFor(row);
        if (closed.removeAll(actor.userId) > 0) {
            setClosedFor(row, closed);
            RETURN_IF_ERROR(tx.channels().update(row));
            tellCaches(tx);
        }
        tx.owe(StreamKey::user(actor.userId), kOwedDm, owedBytes(row, true, {}));
        return row;
    }));
    return viewOf(row, {user->user});
}

Result<StreamKey> DmService::findOrCreate(const Actor& actor, UserId other) {
    const QString pair = dmPairName(actor.userId, other);
    ASSIGN_OR_RETURN(const std::optional<StreamKey> found, m_parts.storage.lookUp(DirectoryKind::DmPair, pair));
    if (found) return *found;
    ASSIGN_OR_RETURN(const bool isAllowed, haveGuildInCommon(actor.userId, other));
    if (!isAllowed) return ErrorCode::CannotMessageUser;

    const auto id = m_parts.ids.next<shared::ChannelId>();
    const StreamKey key = StreamKey::channel(id);
    ASSIGN_OR_RETURN(const bool isOurs, m_parts.storage.claim(DirectoryKind::DmPair, pair, key));
    if (!isOurs) {
        // The other side is opening the same DM at this moment.
        ASSIGN_OR_RETURN(const std::optional<StreamKey> theirs, m_parts.storage.lookUp(DirectoryKind::DmPair, pair));
        if (theirs) return *theirs;
        return shared::Error::unavailable(u"This conversation is being opened. Try again."_s, std::chrono::seconds(1));
    }
    RETURN_IF_ERROR(m_parts.storage.write(key, [&](Transaction& tx) -> Result<void> {
        ChannelRow row;
        row.id = id;
        row.type = static_cast<int>(shared::ChannelType::Dm);
        row.recipients = {actor.userId, other};
        setClosedFor(row, {actor.userId, other});
        RETURN_IF_ERROR(tx.channels().insert(row));
        RETURN_IF_ERROR(tx.directory().put(DirectoryKind::DmPair, pair));
        RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Channel, directoryName(id)));
        for (const UserId user : row.recipients)
            tx.owe(StreamKey::user(user), kOwedDm, owedBytes(row, false, {}));
        return {};
    }));
    return key;
}

Result<QList<Channel>> DmService::listOpen(const Actor& actor) {
    ASSIGN_OR_RETURN(const QList<UserDmRow> rows,
                     m_parts.storage.read(StreamKey::user(actor.userId),
                                          [](const ReadView& view) { return view.users().listDms(); }));
    QList<Channel> channels;
    for (const UserDmRow& row : rows) {
        if (!row.isOpen) continue;
        const auto channel = m_parts.access.privateChannels().get(row.channelId);
        if (!channel.has_value()) continue;
        const auto seen = view(actor, **channel);
        if (seen.has_value()) channels.append(*seen);
    }
    return channels;
}

Result<QList<shared::ChannelId>> DmService::listAll(const Actor& actor) {
    ASSIGN_OR_RETURN(const QList<UserDmRow> rows,
                     m_parts.storage.read(StreamKey::user(actor.userId),
                                          [](const ReadView& view) { return view.users().listDms(); }));
    QList<shared::ChannelId> ids;
    for (const UserDmRow& row : rows)
        ids.append(row.channelId);
    return ids;
}

Result<void> DmService::maySend(const Actor& actor, const PrivateChannel& channel) {
    for (const UserId other : channel.row.recipients) {
        if (other == actor.userId) continue;
        ASSIGN_OR_RETURN(const bool isAllowed, haveGuildInCommon(actor.userId, other));
        if (isAllowed) return {};
    }
    return ErrorCode::CannotMessageUser;
}

Result<void> DmService::onMessage(Transaction& tx, const PrivateChannel& channel, shared::MessageId message) {
    if (closedFor(channel.row).isEmpty()) return {};
    ASSIGN_OR_RETURN(ChannelRow row, tx.channels().get(channel.row.id));
    const QList<UserId> closed = closedFor(row);
    if (closed.isEmpty()) return {};
    setClosedFor(row, {});
    RETURN_IF_ERROR(tx.channels().update(row));
    tellCaches(tx);
    for (const UserId user : closed)
        tx.owe(StreamKey::user(user), kOwedDm, owedBytes(row, true, message));
    return {};
}

Result<Channel> DmService::view(const Actor& actor, const PrivateChannel& channel) {
    ASSIGN_OR_RETURN(QList<shared::User> others, othersIn(channel.row, actor.userId));
    Channel seen = channel.channel;
    seen.recipients = std::move(others);
    const shared::MessageId last(channel.lastMessageId->load());
    seen.lastMessageId = last ? Field<shared::MessageId>(last) : Field<shared::MessageId>(nullptr);
    return seen;
}

Result<Channel> DmService::close(const Actor& actor, const PrivateChannel& channel) {
    ASSIGN_OR_RETURN(Channel seen, view(actor, channel));
    RETURN_IF_ERROR(m_parts.storage.write(StreamKey::channel(channel.row.id), [&](Transaction& tx) -> Result<void> {
        ASSIGN_OR_RETURN(ChannelRow row, tx.channels().get(channel.row.id));
        QList<UserId> closed = closedFor(row);
        if (closed.contains(actor.userId)) return {};
        closed.append(actor.userId);
        setClosedFor(row, closed);
        RETURN_IF_ERROR(tx.channels().update(row));
        tellCaches(tx);
        tx.owe(StreamKey::user(actor.userId), kOwedDm, owedBytes(row, false, row.lastMessageId));
        return {};
    }));
    return seen;
}

Result<bool> DmService::haveGuildInCommon(UserId one, UserId other) {
    ASSIGN_OR_RETURN(
        const QList<UserGuildRow> guilds,
        m_parts.storage.read(StreamKey::user(one), [](const ReadView& view) { return view.users().listGuilds(); }));
    for (const UserGuildRow& guild : guilds) {
        ASSIGN_OR_RETURN(const MemberPtr member, m_parts.access.members().find(guild.guildId, other));
        if (member) return true;
    }
    return false;
}

Result<QList<shared::User>> DmService::othersIn(const ChannelRow& row, UserId viewer) {
    QList<shared::User> others;
    for (const UserId id : row.recipients) {
        if (id == viewer) continue;
        ASSIGN_OR_RETURN(const UserPtr user, m_parts.users.get(id));
        others.append(user->user);
    }
    return others;
}

}  // namespace server
