#include "server/storage/sql/SqlTransaction.h"

#include "server/storage/sql/Query.h"

namespace server {

using shared::Result;

Result<void> SqlTransaction::begin(const StreamKey& key, qint64 now) {
    SqlContext& context = m_sql.context();
    context.setKey(key);
    context.now = now;
    m_pending.clear();
    m_events.clear();
    m_owed.clear();
    m_isGraphChanged = false;

    // An id is drawn on suspicion, so that a unit that needs one need not write the row a second time.
    const quint64 spare = m_ids.next().value();
    Query q(context.sql,
            "INSERT INTO stream (partition, key, kind, seq, last_id, graph_version, epoch) VALUES ($1, $2, $3, 1, $4, "
            "1, $5) ON CONFLICT (partition, key, kind) DO UPDATE SET seq = stream.seq + 1, last_id = CASE WHEN "
            "excluded.last_id > stream.last_id THEN excluded.last_id ELSE stream.last_id END RETURNING seq, last_id, "
            "graph_version, epoch",
            context.partition, key.id, key.kind, spare, m_newEpoch);
    ASSIGN_OR_RETURN(const bool hasRow, q.next());
    if (!hasRow) return shared::Error(shared::ErrorCode::InternalError, QStringLiteral("stream row without an answer"));
    m_base = q.bits() - 1;
    m_lastId = m_storedLastId = q.bits();
    m_graphVersion = q.bits();
    m_epoch = q.bits();
    m_hasSpareId = m_lastId == spare;
    return q.run();
}

Result<void> SqlTransaction::finish() {
    SqlContext& context = m_sql.context();
    for (const auto& event : m_pending) {
        event->graphVersion = m_graphVersion;
        RETURN_IF_ERROR(m_sql.events().insert(*event));
        m_events.append(event);
    }
    const quint64 count = static_cast<quint64>(m_pending.size());
    m_pending.clear();
    if (count == 1 && !m_isGraphChanged && m_lastId == m_storedLastId) return {};
    return execute(context.sql,
                   "UPDATE stream SET seq = $4, last_id = $5, graph_version = $6 WHERE partition = $1 AND key = $2 AND "
                   "kind = $3",
                   context.partition, context.key.id, context.key.kind, m_base + count, m_lastId, m_graphVersion);
}

quint64 SqlTransaction::bumpGraphVersion() {
    if (!m_isGraphChanged) ++m_graphVersion;
    m_isGraphChanged = true;
    return m_graphVersion;
}

void SqlTransaction::emitEvent(shared::GatewayEvent type, QByteArray payload, EventRoute route, std::any model) {
    auto event = std::make_shared<Event>();
    static_cast<EventRoute&>(*event) = std::move(route);
    event->key = key();
    event->seq = m_base + 1 + static_cast<quint64>(m_pending.size());
    event->epoch = m_epoch;
    event->at = now();
    event->type = type;
    event->payload = std::move(payload);
    event->model = std::move(model);
    m_pending.append(std::move(event));
}

void SqlTransaction::owe(const StreamKey& target, QByteArray kind, QByteArray payload) {
    OutboxRow row;
    row.id = drawId().value();
    row.source = key();
    row.sourceSeq = seq();
    row.sourceEpoch = m_epoch;
    row.target = target;
    row.kind = std::move(kind);
    row.payload = std::move(payload);
    row.at = now();
    m_owed.append(std::move(row));
}

shared::Snowflake SqlTransaction::drawId() {
    if (m_hasSpareId) {
        m_hasSpareId = false;
        return shared::Snowflake(m_storedLastId);
    }
    m_lastId = m_ids.nextAbove(shared::Snowflake(m_lastId)).value();
    return shared::Snowflake(m_lastId);
}

}  // namespace server
