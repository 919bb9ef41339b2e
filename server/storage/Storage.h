#pragma once

#include <chrono>
#include <functional>

#include "server/storage/OutboxStore.h"
#include "server/storage/Transaction.h"

namespace server {

/** What /metrics and /readyz tell of a storage. */
struct StorageStatus {
    bool isWritable = true;
    QString trouble;  ///< a sentence that says what is wrong and what to do; empty = all is well
    bool wasCleanlyClosed = true;
    bool isCheckRunning = false;  ///< the full integrity check after an unclean end
    quint64 commits = 0;
    quint64 units = 0;  ///< units committed; units / commits is the size of a batch
    quint64 failedUnits = 0;
    qint64 walBytes = 0;
    int outboxRows = 0;  ///< not yet applied
};

/**
 * Where everything durable is. Blocking calls, for workers; never from net, feed or gateway threads.
 *
 * An error that is not a store's own (UnknownMessage, ...) is Error::unavailable with a sentence that says what to do.
 */
class Storage {
 public:
    using Unit = std::function<shared::Result<void>(Transaction&)>;
    using Reader = std::function<shared::Result<void>(const ReadView&)>;
    /** Applies an outbox row, in a unit of the row's target. May run twice. */
    using OutboxApplier = std::function<shared::Result<void>(Transaction&, const OutboxRow&)>;

    virtual ~Storage() = default;

    /**
     * Runs a unit on the key's lane and returns when it is on disk, its events have been published and what it owes
     * has been applied. A unit that returns an error leaves no trace. Returns what the unit returns: Result<void> or
     * Result<T>.
     *
     * Must not be called from inside a unit, a reader or an event listener.
     */
    template <class F>
    auto write(const StreamKey& key, F&& unit) -> std::invoke_result_t<F&, Transaction&> {
        return call<Transaction>(unit, [&](const Unit& run) { return runUnit(key, run); });
    }

    /**
     * Runs a function on one snapshot of the key, on the calling thread and a read connection of its own. All the
     * statements together have a time limit. It sees every unit that was acknowledged before.
     */
    template <class F>
    auto read(const StreamKey& key, F&& reader) -> std::invoke_result_t<F&, const ReadView&> {
        return call<const ReadView>(reader, [&](const Reader& run) { return runReader(key, run); });
    }

    /** Whose name this is; a claim that was not confirmed in time counts for nobody. */
    virtual shared::Result<std::optional<StreamKey>> lookUp(DirectoryKind kind, const QString& name) = 0;
    /** The key under which a channel lives (cached), or UnknownChannel. */
    shared::Result<StreamKey> keyOfChannel(shared::ChannelId id);
    /**
     * Reserves a name that must be unique for `target`: claim, then a unit under `target` that writes and calls
     * DirectoryStore::put. False: somebody else holds it. What is not confirmed within `life` is free again.
     */
    virtual shared::Result<bool> claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                                       std::chrono::milliseconds life = std::chrono::minutes(1)) = 0;
    /** Gives up a claim that was not confirmed. */
    virtual shared::Result<void> releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target) = 0;

    /** Before the first write. One applier per kind. */
    virtual void setOutboxApplier(const QByteArray& kind, OutboxApplier applier) = 0;
    /** Applies what could not be applied at once, oldest first; for a job. Returns how many rows are left. */
    virtual shared::Result<int> repairOutbox() = 0;

    virtual EventLog& eventLog() = 0;
    /** Removes events older than `before` (ms since 1970) in small pieces; for a job. Returns how many. */
    virtual shared::Result<int> trimEventLog(qint64 before) = 0;

    /** All keys of one kind that were ever written, after `after`, rising; for jobs that walk over everything. */
    virtual shared::Result<QList<StreamKey>> listKeys(StreamKind kind, quint64 after, int limit) = 0;

    /**
     * Copies everything to a new file while the server goes on. A copy that is opened as a database begins a new
     * epoch. Refuses to overwrite.
     */
    virtual shared::Result<void> backup(const QString& path) = 0;

    virtual StorageStatus status() const = 0;

 protected:
    virtual shared::Result<void> runUnit(const StreamKey& key, const Unit& unit) = 0;
    virtual shared::Result<void> runReader(const StreamKey& key, const Reader& reader) = 0;

 private:
    template <class View, class F, class Run>
    static auto call(F& function, Run&& run) -> std::invoke_result_t<F&, View&> {
        using R = std::invoke_result_t<F&, View&>;
        if constexpr (std::is_same_v<R, shared::Result<void>>) {
            return run(std::ref(function));
        } else {
            std::optional<R> answer;
            const shared::Result<void> done = run([&](View& view) -> shared::Result<void> {
                answer.emplace(function(view));
                if (!answer->has_value()) return answer->error();
                return {};
            });
            if (!done.has_value()) return done.error();
            return std::move(*answer);
        }
    }
};

}  // namespace server
