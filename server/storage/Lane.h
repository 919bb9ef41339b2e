#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "server/events/EventBus.h"
#include "server/storage/Storage.h"
#include "server/storage/sql/SqlTransaction.h"
#include "shared/core/Clock.h"

namespace server {

/**
 * One thread with one write connection; a key always meets the same lane.
 *
 * It begins a transaction, takes all that waits (no timer; at most 256), sorts it by key keeping each key's own order,
 * runs each unit in a savepoint, commits once, and then, in commit order, publishes the events and wakes the callers.
 *
 * While another program holds the database's lock, nothing has been taken: callers give up in time, all but a few of
 * them soon, so that a database that cannot be written does not keep every worker from reading.
 */
class Lane {
 public:
    using RawUnit = std::function<shared::Result<void>(SqlConnection&)>;

    struct Options {
        quint64 epoch = 0;
        std::chrono::milliseconds waitLimit = std::chrono::seconds(10);
        /** Only so many callers wait so long; who comes later has impatientLimit. */
        std::size_t patientCallers = 16;
        std::chrono::milliseconds impatientLimit = std::chrono::milliseconds(500);
        std::shared_mutex* gate = nullptr;  ///< held while a batch runs, for engines whose readers block writers
        std::function<void()> afterBatch;   ///< on the lane's thread, when the callers have been woken
    };

    /** Takes the connection over; it is used on the lane's thread only. */
    Lane(std::unique_ptr<SqlConnection> connection, EventBus& bus, shared::SnowflakeGenerator& ids,
         const shared::Clock& clock, Options options);
    /** Finishes what waits, then stops. */
    ~Lane();

    /** Blocks until the unit is committed, its events are published and what it owes is applied. Any thread. */
    shared::Result<void> run(const StreamKey& key, const Storage::Unit& unit);
    /** The same for statements that belong to no stream. */
    shared::Result<void> runRaw(const RawUnit& unit);
    /** Applies a row of the outbox and removes it. */
    shared::Result<void> runOwed(const OutboxRow& row);

    /** Before the first unit. */
    void setApplier(const QByteArray& kind, Storage::OutboxApplier applier);

    quint64 commits() const { return m_commits.load(std::memory_order_relaxed); }
    quint64 units() const { return m_units.load(std::memory_order_relaxed); }
    quint64 failedUnits() const { return m_failedUnits.load(std::memory_order_relaxed); }
    /** What the last commit failed with; empty since one succeeded. */
    QString trouble() const;
    /** Changes after every commit. */
    quint64 changeCount() const { return m_commits.load(std::memory_order_acquire); }

 private:
    struct Request {
        StreamKey key;
        const Storage::Unit* unit = nullptr;
        const RawUnit* raw = nullptr;
        const OutboxRow* owed = nullptr;
        shared::Result<void> result;
        // Not a std::binary_semaphore: libstdc++'s yields the processor for a while before it sleeps.
        std::mutex mutex;
        std::condition_variable changed;
        bool isDone = false;
    };
    struct Outcome {
        EventBatch events;
        QList<OutboxRow> owed;
    };

    shared::Result<void> submit(Request& request);
    void work();
    std::vector<Request*> take(std::size_t most);
    /** In a transaction that has begun. */
    void process(std::vector<Request*>& batch);
    void finish(const std::vector<Request*>& requests, const EventBatch& events);
    void refuse(const std::vector<Request*>& requests, const shared::Result<void>& reason);
    shared::Result<void> begin();
    /** Likewise. @return whether all of it is there, none of it, or nobody can tell */
    CommitOutcome::Fate tryBatch(const std::vector<Request*>& batch, EventBatch& events);
    void runRequest(Request& request, bool isAlone, Outcome& outcome);
    shared::Result<void> runInTransaction(Request& request, Outcome& outcome);
    shared::Result<void> applyOwed(const OutboxRow& row, Outcome& outcome);
    void applyOrKeep(Outcome& outcome);
    void noteTrouble(const shared::Result<void>& result);

    std::unique_ptr<SqlConnection> m_connection;
    std::unique_lock<std::shared_mutex> m_gate;  ///< held from begin() to the end of tryBatch()
    SqlStores m_stores;
    SqlTransaction m_transaction;
    EventBus& m_bus;
    const shared::Clock& m_clock;
    const Options m_options;
    std::map<QByteArray, Storage::OutboxApplier> m_appliers;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Request*> m_waiting;
    bool m_stopping = false;

    std::atomic<quint64> m_commits{0};
    std::atomic<quint64> m_units{0};
    std::atomic<quint64> m_failedUnits{0};
    mutable std::mutex m_troubleMutex;
    QString m_trouble;
    std::thread m_thread;
};

}  // namespace server
