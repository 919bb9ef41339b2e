#include "app/store/LocalCache.h"

#include <QtCore/QPointer>

#include "app/store/LocalCacheFile.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

/** Brings a value back to the thread of `home`, and to `then` if its context still lives. */
template <class Then, class Value>
void deliver(QObject* home, const QPointer<QObject>& context, const Then& then, Value value) {
    QMetaObject::invokeMethod(
        home,
        [context, then, value = std::move(value)]() mutable {
            if (context) then(std::move(value));
        },
        Qt::QueuedConnection);
}

}  // namespace

bool CacheWrites::isEmpty() const {
    return !self && !settings && guildSettings.isEmpty() && guilds.isEmpty() && channels.isEmpty() &&
           ownMembers.isEmpty() && readStates.isEmpty() && messages.isEmpty() && goneGuilds.isEmpty() &&
           goneChannels.isEmpty() && asOfMs == 0;
}

LocalCache::LocalCache(const QString& path, const QByteArray& key, QObject* parent)
    : QObject(parent), m_file(new LocalCacheFile(path, key)) {
    m_thread.setObjectName(u"local cache"_s);
    m_file->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_file, &QObject::deleteLater);
    m_thread.start();
}

LocalCache::~LocalCache() {
    // Behind all that was asked for: only then may the thread end.
    QMetaObject::invokeMethod(
        m_file, [thread = &m_thread] { thread->quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

void LocalCache::load(QObject* context, std::function<void(std::optional<CacheRestored>)> then) {
    const QPointer<QObject> alive(context);
    QMetaObject::invokeMethod(
        m_file, [this, alive, then, file = m_file] { deliver(this, alive, then, file->load()); }, Qt::QueuedConnection);
}

void LocalCache::loadMessages(shared::ChannelId channelId, QObject* context,
                              std::function<void(HistoryRestored)> then) {
    const QPointer<QObject> alive(context);
    QMetaObject::invokeMethod(
        m_file,
        [this, alive, then, channelId, file = m_file] { deliver(this, alive, then, file->loadMessages(channelId)); },
        Qt::QueuedConnection);
}

void LocalCache::write(CacheWrites writes) {
    if (writes.isEmpty()) return;
    auto shared = std::make_shared<const CacheWrites>(std::move(writes));
    QMetaObject::invokeMethod(
        m_file, [file = m_file, shared] { file->write(*shared); }, Qt::QueuedConnection);
}

void LocalCache::loadPicture(const QString& name, QObject* context, std::function<void(QByteArray)> then) {
    const QPointer<QObject> alive(context);
    QMetaObject::invokeMethod(
        m_file, [this, alive, then, name, file = m_file] { deliver(this, alive, then, file->loadPicture(name)); },
        Qt::QueuedConnection);
}

void LocalCache::keepPicture(const QString& name, const QByteArray& bytes) {
    if (bytes.isEmpty() || bytes.size() > kLargestPicture) return;
    QMetaObject::invokeMethod(
        m_file, [file = m_file, name, bytes] { file->keepPicture(name, bytes); }, Qt::QueuedConnection);
}

void LocalCache::clear() {
    QMetaObject::invokeMethod(
        m_file, [file = m_file] { file->clear(); }, Qt::QueuedConnection);
}

void LocalCache::flush(QObject* context, std::function<void()> then) {
    const QPointer<QObject> alive(context);
    QMetaObject::invokeMethod(
        m_file,
        [this, alive, then] {
            deliver(
                this, alive, [then](bool) { then(); }, true);
        },
        Qt::QueuedConnection);
}

}  // namespace app
