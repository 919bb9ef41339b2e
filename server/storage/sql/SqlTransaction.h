#pragma once

#include "server/storage/sql/SqlStores.h"
#include "shared/core/SnowflakeGenerator.h"

namespace server {

/** A connection's stores, for reading. */
class SqlReadView final : public ReadView {
 public:
    explicit SqlReadView(SqlStores& stores) : m_sql(stores) { m_stores = stores.set(); }

    StreamKey key() const override { return m_sql.context().key; }
    shared::Result<StreamPosition> position() const override { return m_sql.events().position(); }

 private:
    SqlStores& m_sql;
};

/**
 * A connection's stores, for one unit after the other: begin(), the unit, finish(). Lane thread only; savepoints and
 * commits are the lane's.
 */
class SqlTransaction final : public Transaction {
 public:
    SqlTransaction(SqlStores& stores, shared::SnowflakeGenerator& ids, quint64 epoch)
        : m_sql(stores), m_ids(ids), m_newEpoch(epoch) {
        m_stores = stores.set();
    }

    /** The unit's first statement: raises the key's row in `stream`, whose lock is the order. */
    shared::Result<void> begin(const StreamKey& key, qint64 now);
    /** Writes the events into the log and corrects the stream's row where the first statement could not know. */
    shared::Result<void> finish();

    /** What the finished unit emitted and owes. */
    EventBatch takeEvents() { return std::exchange(m_events, {}); }
    QList<OutboxRow> takeOwed() { return std::exchange(m_owed, {}); }

    StreamKey key() const override { return m_sql.context().key; }
    shared::Result<StreamPosition> position() const override {
        return StreamPosition{m_base + static_cast<quint64>(m_pending.size()), m_epoch, m_graphVersion};
    }
    quint64 seq() const override { return m_base + 1; }
    quint64 epoch() const override { return m_epoch; }
    quint64 graphVersion() const override { return m_graphVersion; }
    quint64 bumpGraphVersion() override;
    qint64 now() const override { return m_sql.context().now; }
    void emitEvent(shared::GatewayEvent type, QByteArray payload, EventRoute route, std::any model) override;
    void owe(const StreamKey& target, QByteArray kind, QByteArray payload) override;

 protected:
    shared::Snowflake drawId() override;

 private:
    SqlStores& m_sql;
    shared::SnowflakeGenerator& m_ids;
    const quint64 m_newEpoch;  ///< of streams that begin now

    quint64 m_base = 0;  ///< number of the last event before this unit
    quint64 m_epoch = 0;
    quint64 m_graphVersion = 0;
    bool m_isGraphChanged = false;
    quint64 m_lastId = 0;        ///< the highest id drawn in the stream, as it will be stored
    quint64 m_storedLastId = 0;  ///< as the first statement stored it
    bool m_hasSpareId = false;   ///< m_storedLastId was drawn for this unit and not yet handed out
    QList<std::shared_ptr<Event>> m_pending;
    EventBatch m_events;
    QList<OutboxRow> m_owed;
};

}  // namespace server
