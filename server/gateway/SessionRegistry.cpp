#include "server/gateway/SessionRegistry.h"

#include <algorithm>

#include <QtCore/QDataStream>
#include <QtCore/QFile>
#include <QtCore/QSaveFile>

namespace server {
namespace {

constexpr quint32 kMagic = 0x47685331;  // GhS1

QDataStream& operator<<(QDataStream& out, const StreamKey& key) {
    return out << static_cast<quint8>(key.kind) << key.id;
}
QDataStream& operator>>(QDataStream& in, StreamKey& key) {
    quint8 kind = 0;
    in >> kind >> key.id;
    key.kind = static_cast<StreamKind>(kind);
    return in;
}

QDataStream& operator<<(QDataStream& out, const StoredSession::Position& position) {
    return out << position.key << position.at.seq << position.at.epoch << position.at.graphVersion;
}
QDataStream& operator>>(QDataStream& in, StoredSession::Position& position) {
    return in >> position.key >> position.at.seq >> position.at.epoch >> position.at.graphVersion;
}

QDataStream& operator<<(QDataStream& out, const StoredSession::Sent& sent) {
    return out << sent.s << static_cast<quint8>(sent.kind) << sent.key << sent.seq;
}
QDataStream& operator>>(QDataStream& in, StoredSession::Sent& sent) {
    quint8 kind = 0;
    in >> sent.s >> kind >> sent.key >> sent.seq;
    sent.kind = static_cast<OutEvent::Kind>(kind);
    return in;
}

template <class T>
void writeList(QDataStream& out, const QList<T>& list) {
    out << static_cast<quint32>(list.size());
    for (const T& item : list)
        out << item;
}
template <class T>
void readList(QDataStream& in, QList<T>& list) {
    quint32 count = 0;
    in >> count;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i)
        in >> list.emplaceBack();
}

QDataStream& operator<<(QDataStream& out, const StoredSession& session) {
    const SessionTraits& traits = session.traits;
    out << traits.id << traits.actor.userId.value() << traits.actor.isBot << traits.actor.applicationId.value()
        << traits.actor.tokenId << qint32(traits.version) << traits.intents.bits() << qint32(traits.shardId)
        << qint32(traits.shardCount) << traits.isSharded << qint32(traits.largeThreshold)
        << static_cast<quint8>(traits.client) << traits.os;
    out << session.seq << session.gone << session.presence << session.storedAt;
    writeList(out, session.positions);
    writeList(out, session.sent);
    return out;
}
QDataStream& operator>>(QDataStream& in, StoredSession& session) {
    SessionTraits& traits = session.traits;
    quint64 user = 0;
    quint64 application = 0;
    quint64 intents = 0;
    qint32 version = 0;
    qint32 shardId = 0;
    qint32 shardCount = 1;
    qint32 threshold = 0;
    quint8 client = 0;
    in >> traits.id >> user >> traits.actor.isBot >> application >> traits.actor.tokenId >> version >> intents >>
        shardId >> shardCount >> traits.isSharded >> threshold >> client >> traits.os;
    traits.actor.userId = shared::UserId(user);
    traits.actor.applicationId = shared::ApplicationId(application);
    traits.version = version;
    traits.intents = shared::Intents(intents);
    traits.shardId = shardId;
    traits.shardCount = std::max(shardCount, 1);
    traits.largeThreshold = threshold;
    traits.client = static_cast<ClientKind>(client);
    in >> session.seq >> session.gone >> session.presence >> session.storedAt;
    readList(in, session.positions);
    readList(in, session.sent);
    return in;
}

}  // namespace

std::optional<QList<StoredSession::Position>> StoredSession::positionsAfter(quint64 s) const {
    if (s > seq || s < gone) return std::nullopt;
    QList<Position> result = positions;
    for (const Sent& one : sent) {
        if (one.s <= s || one.kind == OutEvent::Kind::Transient) continue;
        if (one.kind == OutEvent::Kind::Own) return std::nullopt;
        const auto it = std::ranges::find(result, one.key, &Position::key);
        if (it == result.end()) return std::nullopt;  // a stream that it has left since
        it->at.seq = std::min(it->at.seq, one.seq - 1);
    }
    return result;
}

void SessionRegistry::put(const QByteArray& id, int thread) {
    const std::lock_guard lock(m_mutex);
    m_threads[id] = thread;
}

std::optional<int> SessionRegistry::find(const QByteArray& id) const {
    const std::lock_guard lock(m_mutex);
    const auto it = m_threads.find(id);
    return it == m_threads.end() ? std::nullopt : std::optional(it->second);
}

void SessionRegistry::remove(const QByteArray& id) {
    const std::lock_guard lock(m_mutex);
    m_threads.erase(id);
}

std::optional<StoredSession> SessionRegistry::takeStored(const QByteArray& id) {
    const std::lock_guard lock(m_mutex);
    const auto it = m_stored.find(id);
    if (it == m_stored.end()) return std::nullopt;
    StoredSession session = std::move(it->second);
    m_stored.erase(it);
    return session;
}

std::vector<StoredSession> SessionRegistry::takeAllStored() {
    const std::lock_guard lock(m_mutex);
    std::vector<StoredSession> all;
    for (auto& [id, session] : m_stored)
        all.push_back(std::move(session));
    m_stored.clear();
    return all;
}

std::vector<StoredSession> SessionRegistry::takeStoredBefore(qint64 time) {
    const std::lock_guard lock(m_mutex);
    std::vector<StoredSession> old;
    for (auto it = m_stored.begin(); it != m_stored.end();) {
        if (it->second.storedAt >= time) {
            ++it;
            continue;
        }
        old.push_back(std::move(it->second));
        it = m_stored.erase(it);
    }
    return old;
}

void SessionRegistry::putStored(StoredSession session) {
    const std::lock_guard lock(m_mutex);
    const QByteArray id = session.traits.id;
    m_stored[id] = std::move(session);
}

void SessionRegistry::load(const QString& path, qint64 notBefore) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return;
    QDataStream in(&file);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    quint32 count = 0;
    in >> magic >> count;
    for (quint32 i = 0; magic == kMagic && i < count && in.status() == QDataStream::Ok; ++i) {
        StoredSession session;
        in >> session;
        if (in.status() == QDataStream::Ok && session.storedAt >= notBefore) putStored(std::move(session));
    }
    // Used once: after a crash nobody knows what has been sent since.
    file.remove();
}

bool SessionRegistry::save(const QString& path, const std::vector<StoredSession>& sessions) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    QDataStream out(&file);
    out.setVersion(QDataStream::Qt_6_4);
    out << kMagic << static_cast<quint32>(sessions.size());
    for (const StoredSession& session : sessions)
        out << session;
    return file.commit();
}

}  // namespace server
