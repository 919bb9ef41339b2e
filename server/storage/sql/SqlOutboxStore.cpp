#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::Result;

OutboxRow readRow(Query& q) {
    OutboxRow row;
    row.id = q.bits();
    row.source.id = q.bits();
    row.source.kind = static_cast<StreamKind>(q.integer());
    row.sourceSeq = q.bits();
    row.sourceEpoch = q.bits();
    row.target.id = q.bits();
    row.target.kind = static_cast<StreamKind>(q.integer());
    row.kind = q.bytes();
    row.at = q.integer();
    row.payload = q.bytes();
    return row;
}

class SqlOutboxStore final : public OutboxStore {
 public:
    explicit SqlOutboxStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const OutboxRow& r) override {
        return execute(m_c.sql,
                       "INSERT INTO outbox (partition, id, source, source_kind, source_seq, source_epoch, target, "
                       "target_kind, kind, at, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                       partitionOf(r.source), r.id, r.source.id, r.source.kind, r.sourceSeq, r.sourceEpoch, r.target.id,
                       r.target.kind, QString::fromUtf8(r.kind), r.at, r.payload);
    }
    Result<QList<OutboxRow>> list(int limit) const override {
        return collect<OutboxRow>(m_c.sql, readRow,
                                  "SELECT id, source, source_kind, source_seq, source_epoch, target, target_kind, "
                                  "kind, at, payload FROM outbox ORDER BY id LIMIT $1",
                                  limit);
    }
    Result<int> count() const override {
        ASSIGN_OR_RETURN(const auto rows,
                         findOne<int>(
                             m_c.sql, [](Query& q) { return q.number(); }, "SELECT COUNT(*) FROM outbox"));
        return rows.value_or(0);
    }
    Result<void> remove(const OutboxRow& r) override {
        return execute(m_c.sql, "DELETE FROM outbox WHERE partition = $1 AND id = $2", partitionOf(r.source), r.id);
    }
    Result<bool> markApplied(const OutboxRow& r) override {
        return executeCounting(m_c.sql,
                               "INSERT INTO outbox_mark (partition, target, target_kind, source, source_kind, kind, "
                               "id) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (partition, target, target_kind, "
                               "source, source_kind, kind) DO UPDATE SET id = excluded.id WHERE excluded.id > "
                               "outbox_mark.id",
                               partitionOf(r.target), r.target.id, r.target.kind, r.source.id, r.source.kind,
                               QString::fromUtf8(r.kind), r.id)
            .transform([](qint64 count) { return count > 0; });
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<OutboxStore> makeSqlOutboxStore(SqlContext& context) {
    return std::make_unique<SqlOutboxStore>(context);
}

}  // namespace server
