#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "server/gateway/Session.h"

namespace server {

/** A session as it waits for its client while the server restarts: no events, only where it stood. */
struct StoredSession {
    /** A dispatch that the client may not have. */
    struct Sent {
        quint64 s = 0;
        OutEvent::Kind kind = OutEvent::Kind::Own;
        StreamKey key;
        quint64 seq = 0;
    };
    struct Position {
        StreamKey key;
        StreamPosition at;
    };

    SessionTraits traits;
    quint64 seq = 0;
    quint64 gone = 0;  ///< the highest number that cannot be replayed any more
    QByteArray presence;
    QList<Position> positions;
    QList<Sent> sent;
    qint64 storedAt = 0;  ///< ms since 1970

    /** Where each stream has to be taken up by a client that has everything up to `s`; nullopt if it cannot be. */
    std::optional<QList<Position>> positionsAfter(quint64 s) const;
};

/** Which gateway thread a session lives on, and the sessions that wait since before a restart. Any thread. */
class SessionRegistry {
 public:
    void put(const QByteArray& id, int thread);
    std::optional<int> find(const QByteArray& id) const;
    void remove(const QByteArray& id);

    /** Takes it out: it is resumed once. */
    std::optional<StoredSession> takeStored(const QByteArray& id);
    std::vector<StoredSession> takeAllStored();
    /** Takes out those that were stored before `time` (ms since 1970): nobody may resume them any more. */
    std::vector<StoredSession> takeStoredBefore(qint64 time);
    /** Puts back what could not be resumed by this caller. */
    void putStored(StoredSession session);

    /** Reads and removes the file. What is damaged or older than `notBefore` (ms since 1970) is left out. */
    void load(const QString& path, qint64 notBefore);
    static bool save(const QString& path, const std::vector<StoredSession>& sessions);

 private:
    mutable std::mutex m_mutex;
    std::unordered_map<QByteArray, int> m_threads;
    std::unordered_map<QByteArray, StoredSession> m_stored;
};

}  // namespace server
