#include "server/storage/Lane.h"

#include <algorithm>
#include <limits>

#include <QtCore/QLoggingCategory>
#include <QtCore/QScopeGuard>

#include "server/platform/threads/ThreadName.h"
#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

Q_LOGGING_CATEGORY(logLane, "server.storage.lane")

using shared::Error;
using shared::ErrorCode;
using shared::Result;

constexpr size_t kMaxBatch = 256;
/** What one batch may owe, counting what its appliers owe in turn; beyond it rows wait in the outbox. */
constexpr qsizetype kMaxOwedPerBatch = 4096;

}  // namespace

Lane::Lane(std::unique_ptr<SqlConnection> connection, EventBus& bus, shared::SnowflakeGenerator& ids,
           const shared::Clock& clock, Options options)
    : m_connection(std::move(connection)),
      m_stores(*m_connection),
      m_transaction(m_stores, ids, options.epoch),
      m_bus(bus),
      m_clock(clock),
      m_options(std::move(options)),
      m_thread([this] { work(); }) {}

Lane::~Lane() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

Result<void> Lane::run(const StreamKey& key, const Storage::Unit& unit) {
    Request request;
    request.key = key;
    request.unit = &unit;
    return submit(request);
}

Result<void> Lane::runRaw(const RawUnit& unit) {
    Request request;
    request.key = {StreamKind::Directory, 0};
    request.raw = &unit;
    return submit(request);
}

Result<void> Lane::runOwed(const OutboxRow& row) {
    Request request;
    request.key = row.target;
    request.owed = &row;
    return submit(request);
}

void Lane::setApplier(const QByteArray& kind, Storage::OutboxApplier applier) {
    m_appliers.insert_or_assign(kind, std::move(applier));
}

QString Lane::trouble() const {
    const std::lock_guard lock(m_troubleMutex);
    return m_trouble;
}

Result<void> Lane::submit(Request& request) {
    // A caller that waits for its own lane would wait for ever.
    Q_ASSERT(std::this_thread::get_id() != m_thread.get_id());
    std::chrono::milliseconds limit = m_options.waitLimit;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping) return Error::unavailable(u"The server is shutting down."_s, std::chrono::seconds(5));
        if (m_waiting.size() >= m_options.patientCallers) limit = std::min(limit, m_options.impatientLimit);
        m_waiting.push_back(&request);
    }
    m_wake.notify_one();
    const auto isDone = [&request] { return request.isDone; };
    std::unique_lock done(request.mutex);
    if (!request.changed.wait_for(done, limit, isDone)) {
        done.unlock();
        {
            const std::lock_guard lock(m_mutex);
            if (std::erase(m_waiting, &request) > 0) {
                return Error::unavailable(u"The database is too slow: the write waited and was given up."_s,
                                          std::chrono::seconds(1));
            }
        }
        done.lock();
        request.changed.wait(done, isDone);  // it is running, and it uses what is on our stack
    }
    return std::move(request.result);
}

void Lane::work() {
    setThreadName(u"lane"_s);
    while (true) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_waiting.empty()) return;
        }
        if (const auto begun = begin(); !begun.has_value()) {
            refuse(take(std::numeric_limits<std::size_t>::max()), begun);
            continue;
        }
        std::vector<Request*> batch = take(kMaxBatch);
        process(batch);
        if (m_options.afterBatch) m_options.afterBatch();
    }
}

std::vector<Lane::Request*> Lane::take(std::size_t most) {
    const std::lock_guard lock(m_mutex);
    const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), most));
    std::vector<Request*> taken(m_waiting.begin(), end);
    m_waiting.erase(m_waiting.begin(), end);
    return taken;
}

void Lane::finish(const std::vector<Request*>& requests, const EventBatch& events) {
    m_bus.publish(events);
    for (Request* request : requests) {
        const std::lock_guard lock(request->mutex);
        request->isDone = true;
        request->changed.notify_one();  // under the lock: once it is free, so is the caller, and the request is gone
    }
}

void Lane::refuse(const std::vector<Request*>& requests, const Result<void>& reason) {
    noteTrouble(reason);
    m_failedUnits.fetch_add(requests.size(), std::memory_order_relaxed);
    for (Request* request : requests)
        request->result = reason;
    finish(requests, {});
}

Result<void> Lane::begin() {
    if (m_options.gate != nullptr) m_gate = std::unique_lock(*m_options.gate);
    const auto begun = m_connection->beginWrite();
    if (!begun.has_value()) m_gate = {};
    return begun;
}

void Lane::process(std::vector<Request*>& batch) {
    std::ranges::stable_sort(batch, std::ranges::less(), [](const Request* request) { return request->key; });
    EventBatch events;
    if (tryBatch(batch, events) != CommitOutcome::Fate::Undone || batch.size() == 1) {
        finish(batch, events);
        return;
    }
    // The commit of all of them was lost. One by one, only those that cannot be written fail.
    for (auto request = batch.begin(); request != batch.end(); ++request) {
        if (const auto begun = begin(); !begun.has_value()) {
            refuse({request, batch.end()}, begun);
            return;
        }
        events.clear();
        const std::vector<Request*> alone{*request};
        tryBatch(alone, events);
        finish(alone, events);
    }
}

CommitOutcome::Fate Lane::tryBatch(const std::vector<Request*>& batch, EventBatch& events) {
    const auto openGate = qScopeGuard([this] { m_gate = {}; });
    const auto fail = [&](const Result<void>& reason, CommitOutcome::Fate fate = CommitOutcome::Fate::Undone) {
        noteTrouble(reason);
        for (Request* request : batch) {
            if (request->result.has_value()) request->result = reason;
        }
        events.clear();
        if (m_connection->isInTransaction()) (void)execute(*m_connection, "ROLLBACK");
        if (batch.size() == 1) ++m_failedUnits;
        return fate;
    };

    Outcome outcome;
    bool hasWritten = false;
    for (Request* request : batch) {
        runRequest(*request, batch.size() == 1, outcome);
        if (!m_connection->isInTransaction()) return fail(request->result);
        if (batch.size() == 1 && !request->result.has_value()) {
            (void)execute(*m_connection, "ROLLBACK");  // it had no savepoint of its own
            ++m_failedUnits;
            return CommitOutcome::Fate::Committed;
        }
        hasWritten = hasWritten || request->result.has_value();
    }
    applyOrKeep(outcome);
    if (!m_connection->isInTransaction()) return fail(Error(ErrorCode::InternalError, u"transaction lost"_s));
    const CommitOutcome committed = m_connection->commit();
    if (committed.fate != CommitOutcome::Fate::Committed) return fail(committed.reason, committed.fate);

    if (hasWritten) noteTrouble({});
    const auto good = std::ranges::count_if(batch, [](const Request* r) { return r->result.has_value(); });
    m_units.fetch_add(static_cast<quint64>(good), std::memory_order_relaxed);
    m_failedUnits.fetch_add(batch.size() - static_cast<size_t>(good), std::memory_order_relaxed);
    m_commits.fetch_add(1, std::memory_order_release);
    events = std::move(outcome.events);
    return CommitOutcome::Fate::Committed;
}

void Lane::runRequest(Request& request, bool isAlone, Outcome& outcome) {
    Outcome own;
    request.result = isAlone ? Result<void>() : execute(*m_connection, "SAVEPOINT unit");
    if (request.result.has_value()) request.result = runInTransaction(request, own);
    if (request.result.has_value() && !isAlone) request.result = execute(*m_connection, "RELEASE unit");
    if (request.result.has_value()) {
        outcome.events += own.events;
        outcome.owed += own.owed;
        return;
    }
    if (isAlone || !m_connection->isInTransaction()) return;
    (void)execute(*m_connection, "ROLLBACK TO unit");
    (void)execute(*m_connection, "RELEASE unit");
}

Result<void> Lane::runInTransaction(Request& request, Outcome& outcome) {
    if (request.raw != nullptr) return (*request.raw)(*m_connection);
    if (request.owed != nullptr) {
        RETURN_IF_ERROR(applyOwed(*request.owed, outcome));
        return m_stores.outbox().remove(*request.owed);
    }
    RETURN_IF_ERROR(m_transaction.begin(request.key, m_clock.nowMs()));
    RETURN_IF_ERROR((*request.unit)(m_transaction));
    RETURN_IF_ERROR(m_transaction.finish());
    outcome.events += m_transaction.takeEvents();
    outcome.owed += m_transaction.takeOwed();
    return {};
}

Result<void> Lane::applyOwed(const OutboxRow& row, Outcome& outcome) {
    const auto applier = m_appliers.find(row.kind);
    if (applier == m_appliers.end()) {
        return Error(ErrorCode::InternalError,
                     u"nobody applies outbox rows of the kind "_s + QString::fromUtf8(row.kind));
    }
    RETURN_IF_ERROR(m_transaction.begin(row.target, m_clock.nowMs()));
    ASSIGN_OR_RETURN(const bool isNew, m_stores.outbox().markApplied(row));
    if (isNew) RETURN_IF_ERROR(applier->second(m_transaction, row));
    RETURN_IF_ERROR(m_transaction.finish());
    outcome.events += m_transaction.takeEvents();
    outcome.owed += m_transaction.takeOwed();
    return {};
}

/**
 * The target is in the same database, so what is owed is paid by the same commit. What cannot be applied is kept in
 * the outbox, for repairOutbox().
 */
void Lane::applyOrKeep(Outcome& outcome) {
    for (qsizetype i = 0; i < outcome.owed.size(); ++i) {
        const OutboxRow row = outcome.owed[i];
        Result<void> applied = execute(*m_connection, "SAVEPOINT owed");
        Outcome own;
        if (applied.has_value() && i >= kMaxOwedPerBatch)
            applied = Error(ErrorCode::InternalError, u"too much is owed"_s);
        if (applied.has_value()) applied = applyOwed(row, own);
        if (applied.has_value()) {
            outcome.events += own.events;
            outcome.owed += own.owed;
        } else {
            qCWarning(logLane) << "outbox row kept:" << row.kind << applied.error().message();
            if (!m_connection->isInTransaction()) return;
            (void)execute(*m_connection, "ROLLBACK TO owed");
            const auto kept = m_stores.outbox().insert(row);
            if (!kept.has_value()) {  // neither paid nor promised: the whole batch must not be
                (void)execute(*m_connection, "ROLLBACK");
                return;
            }
        }
        (void)execute(*m_connection, "RELEASE owed");
    }
}

void Lane::noteTrouble(const Result<void>& result) {
    const QString text = result.has_value() ? QString() : result.error().message();
    const std::lock_guard lock(m_troubleMutex);
    if (m_trouble == text) return;
    m_trouble = text;
    if (!text.isEmpty()) qCCritical(logLane).noquote() << "writing failed:" << text;
}

}  // namespace server
