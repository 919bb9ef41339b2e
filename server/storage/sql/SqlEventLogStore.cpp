#include "server/storage/sql/Packing.h"
#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::Result;
using shared::UserId;

/** What few events have, in one column: only user, except user, permissions, mentioned users. Empty if all are null. */
std::optional<QString> packRoute(const EventRoute& route) {
    if (route.onlyUser.isNull() && route.exceptUser.isNull() && route.permissions == 0 && route.mentions.isEmpty()) {
        return std::nullopt;
    }
    QList<quint64> numbers{route.onlyUser.value(), route.exceptUser.value(), route.permissions};
    for (const UserId user : route.mentions)
        numbers.append(user.value());
    return packNumbers(numbers);
}

void unpackRoute(QStringView text, EventRoute& route) {
    const QList<quint64> numbers = unpackNumbers(text);
    if (numbers.size() < 3) return;
    route.onlyUser = UserId(numbers[0]);
    route.exceptUser = UserId(numbers[1]);
    route.permissions = numbers[2];
    for (qsizetype i = 3; i < numbers.size(); ++i)
        route.mentions.append(UserId(numbers[i]));
}

class SqlEventLogStore final : public EventLogStore {
 public:
    explicit SqlEventLogStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const Event& e) override {
        return execute(m_c.sql,
                       "INSERT INTO stream_event (partition, key, kind, seq, at, type, epoch, graph_version, "
                       "channel_id, subject, route, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
                       "$12)",
                       m_c.partition, e.key.id, e.key.kind, e.seq, e.at, QString(shared::describe(e.type).name),
                       e.epoch, e.graphVersion, e.channelId, e.subject, packRoute(e), e.payload);
    }
    Result<StreamPosition> position() const override {
        ASSIGN_OR_RETURN(const auto position,
                         findOne<StreamPosition>(
                             m_c.sql,
                             [](Query& q) {
                                 StreamPosition found;
                                 found.seq = q.bits();
                                 found.epoch = q.bits();
                                 found.graphVersion = q.bits();
                                 return found;
                             },
                             "SELECT seq, epoch, graph_version FROM stream WHERE partition = $1 AND key = $2 AND kind "
                             "= $3",
                             m_c.partition, m_c.key.id, m_c.key.kind));
        return position.value_or(StreamPosition());
    }
    Result<EventPage> readAfter(quint64 seq, int limit) const override {
        EventPage page;
        ASSIGN_OR_RETURN(page.head, position());
        if (page.head.seq <= seq) return page;
        Query q(m_c.sql,
                "SELECT seq, at, type, epoch, graph_version, channel_id, subject, route, payload FROM stream_event "
                "WHERE partition = $1 AND key = $2 AND kind = $3 AND seq > $4 ORDER BY seq LIMIT $5",
                m_c.partition, m_c.key.id, m_c.key.kind, seq, limit);
        while (true) {
            ASSIGN_OR_RETURN(const bool hasRow, q.next());
            if (!hasRow) break;
            auto event = std::make_shared<Event>();
            event->key = m_c.key;
            event->seq = q.bits();
            event->at = q.integer();
            const auto type = shared::gatewayEventByName(q.text());
            event->epoch = q.bits();
            event->graphVersion = q.bits();
            event->channelId = q.id<shared::ChannelId>();
            event->subject = q.id<UserId>();
            unpackRoute(q.text(), *event);
            event->payload = q.bytes();
            if (!type) break;  // written by a newer server: what follows cannot be told without it
            event->type = *type;
            if (event->seq != seq + 1 + static_cast<quint64>(page.events.size())) break;
            page.events.append(std::move(event));
        }
        page.isComplete = !page.events.isEmpty();
        return page;
    }
    Result<int> trim(qint64 before, int limit) override {
        // Rows come in the order of their commits, so what is old is at the beginning.
        Query q(m_c.sql, "SELECT id, at FROM stream_event ORDER BY id LIMIT $1", limit);
        qint64 last = 0;
        int count = 0;
        while (true) {
            ASSIGN_OR_RETURN(const bool hasRow, q.next());
            if (!hasRow) break;
            const qint64 id = q.integer();
            if (q.integer() >= before) break;
            last = id;
            ++count;
        }
        if (count == 0) return 0;
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM stream_event WHERE id <= $1", last));
        return count;
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<EventLogStore> makeSqlEventLogStore(SqlContext& context) {
    return std::make_unique<SqlEventLogStore>(context);
}

}  // namespace server
