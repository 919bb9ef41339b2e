#pragma once

#include <chrono>

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** The state of a bucket after a request was counted in it. Times are ms since 1970. */
struct BucketState {
    bool isAllowed = true;
    int limit = 0;
    int remaining = 0;
    qint64 resetAt = 0;                      ///< when the bucket is full again
    std::chrono::milliseconds retryAfter{};  ///< when not allowed
};

/** One gateway session's say about its user's presence. */
struct PresenceRow {
    shared::UserId userId;
    QByteArray sessionId;
    QByteArray presence;  ///< JSON: status, activities, client_status
    qint64 setAt = 0;
};

/** A user who is typing. */
struct TypingRow {
    shared::UserId userId;
    qint64 startedAt = 0;
};

/**
 * What lives for seconds to minutes and may be lost: in memory in the small deployment, in Redis in the large one.
 * Any thread; does not block in memory.
 */
class EphemeralStore {
 public:
    virtual ~EphemeralStore() = default;

    /**
     * Counts a request of `cost` in a bucket of `limit` per `window`; the window begins with its first request.
     * What is not allowed is not counted.
     */
    virtual shared::Result<BucketState> take(QByteArrayView bucket, int limit, std::chrono::milliseconds window,
                                             int cost = 1) = 0;
    /** The bucket as it is, without counting. */
    virtual shared::Result<BucketState> peek(QByteArrayView bucket, int limit, std::chrono::milliseconds window) = 0;
    virtual shared::Result<void> clear(QByteArrayView bucket) = 0;

    /** False if the user was typing there already within `life` (nothing to tell then). */
    virtual shared::Result<bool> startTyping(shared::ChannelId channel, shared::UserId user,
                                             std::chrono::milliseconds life) = 0;
    virtual shared::Result<void> stopTyping(shared::ChannelId channel, shared::UserId user) = 0;
    virtual shared::Result<QList<TypingRow>> typing(shared::ChannelId channel) = 0;

    /** Replaces what this session said; forgotten after `life` unless renewed. */
    virtual shared::Result<void> setPresence(const PresenceRow& row, std::chrono::milliseconds life) = 0;
    virtual shared::Result<void> removePresence(shared::UserId user, QByteArrayView sessionId) = 0;
    /** All sessions of these users. */
    virtual shared::Result<QList<PresenceRow>> presences(const QList<shared::UserId>& users) = 0;

    /** Log-in tickets, resume positions, ...: a value under a name for a while. */
    virtual shared::Result<void> put(QByteArrayView name, const QByteArray& value, std::chrono::milliseconds life) = 0;
    virtual shared::Result<std::optional<QByteArray>> find(QByteArrayView name) = 0;
    /** Finds and removes in one step, so that a ticket is used once. */
    virtual shared::Result<std::optional<QByteArray>> takeValue(QByteArrayView name) = 0;
    /** False if there is one already: a lease, or a thing that must be done once. */
    virtual shared::Result<bool> putIfAbsent(QByteArrayView name, const QByteArray& value,
                                             std::chrono::milliseconds life) = 0;
};

}  // namespace server
