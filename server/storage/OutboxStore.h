#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include "server/events/Topic.h"
#include "shared/core/Result.h"

namespace server {

/**
 * What a unit on one key owes to another key. It carries state, not a difference ("is a member since ..."), because of
 * two rows of one source, target and kind only the later one need arrive.
 */
struct OutboxRow {
    quint64 id = 0;  ///< a snowflake, rising in the source's commit order
    StreamKey source;
    quint64 sourceSeq = 0;  ///< of the source's first event that a join because of this row must not miss
    quint64 sourceEpoch = 0;
    StreamKey target;
    QByteArray kind;     ///< which applier, and with source and target the sequence that it belongs to
    QByteArray payload;  ///< the applier's own format
    qint64 at = 0;
};

/** Rows that could not be applied at once, and the marks that keep older ones from being applied after newer ones. */
class OutboxStore {
 public:
    virtual ~OutboxStore() = default;

    virtual shared::Result<void> insert(const OutboxRow& row) = 0;
    /** Oldest first, from all sources of this database. */
    virtual shared::Result<QList<OutboxRow>> list(int limit) const = 0;
    virtual shared::Result<int> count() const = 0;
    virtual shared::Result<void> remove(const OutboxRow& row) = 0;
    /** Key: the target. True if the row is newer than all that was applied before; it counts as applied from then on.
     */
    virtual shared::Result<bool> markApplied(const OutboxRow& row) = 0;
};

}  // namespace server
