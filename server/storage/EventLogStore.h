#pragma once

#include "server/events/EventLog.h"

namespace server {

/** The rows behind EventLog. Key: any. */
class EventLogStore {
 public:
    virtual ~EventLogStore() = default;

    virtual shared::Result<void> insert(const Event& event) = 0;
    virtual shared::Result<StreamPosition> position() const = 0;
    virtual shared::Result<EventPage> readAfter(quint64 seq, int limit) const = 0;
    /** Removes up to `limit` events of the whole database that are older than `before` (ms since 1970). */
    virtual shared::Result<int> trim(qint64 before, int limit) = 0;
};

}  // namespace server
