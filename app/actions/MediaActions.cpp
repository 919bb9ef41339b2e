#include "app/actions/MediaActions.h"

#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kCacheBytes = 24 * 1024 * 1024;
constexpr qsizetype kAtOnce = 6;
/** Pictures that scrolled by long ago need not come any more. */
constexpr qsizetype kMostWaiting = 200;
constexpr const char* kFolders[] = {"/attachments/",  "/ephemeral-attachments/",
                                    "/avatars/",      "/icons/",
                                    "/emojis/",       "/stickers/",
                                    "/banners/",      "/splashes/",
                                    "/guilds/",       "/role-icons/",
                                    "/channel-icons/"};

}  // namespace

MediaActions::MediaActions(RestClient& client, QObject* parent)
    : QObject(parent), m_client(client), m_pictures(kCacheBytes) {}

QUrl MediaActions::ownUrl(const QString& key) {
    const QUrl url(key);
    const QString path = url.path(QUrl::FullyEncoded);
    for (const char* folder : kFolders) {
        if (!path.startsWith(QLatin1StringView(folder))) continue;
        QUrl own;
        own.setPath(path, QUrl::TolerantMode);
        if (url.hasQuery()) own.setQuery(url.query(QUrl::FullyEncoded));
        return own;
    }
    return url;
}

QString MediaActions::nameOf(const QString& key) {
    QUrl url = ownUrl(key);
    QUrlQuery query(url);
    for (const QString& part : {u"ex"_s, u"is"_s, u"hm"_s})
        query.removeAllQueryItems(part);
    url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
}

QByteArray MediaActions::picture(const QString& key) {
    if (const QByteArray* known = m_pictures.object(key)) return *known;
    if (key.isEmpty() || m_missing.contains(key) || m_fetching.contains(key) || m_waiting.contains(key)) return {};
    m_waiting.append(key);
    if (m_waiting.size() > kMostWaiting) m_waiting.removeFirst();
    fetchNext();
    return {};
}

void MediaActions::fetchNext() {
    if (m_waiting.isEmpty() || m_fetching.size() >= kAtOnce) return;
    const QString key = m_waiting.takeLast();
    m_fetching.insert(key);
    if (!m_cache) return fetch(key);
    m_cache->loadPicture(nameOf(key), this, [this, key](const QByteArray& kept) {
        if (kept.isEmpty()) return fetch(key);
        finish(key, kept);
        fetchNext();
    });
}

void MediaActions::fetch(const QString& key) {
    const Reply<QByteArray> reply = m_client.download(ownUrl(key));
    reply.then(this, [this, key](const QByteArray& bytes) {
        if (m_cache) m_cache->keepPicture(nameOf(key), bytes);
        finish(key, bytes);
    });
    reply.onError(this, [this, key](const ApiError& error) {
        m_fetching.remove(key);
        // What the server refused will be refused again; a broken connection may mend.
        if (error.kind == ApiError::Kind::Refused || error.kind == ApiError::Kind::Local) m_missing.insert(key);
        Q_EMIT missing(key);
    });
    reply.always(this, [this] { fetchNext(); });
}

void MediaActions::finish(const QString& key, const QByteArray& bytes) {
    m_fetching.remove(key);
    m_pictures.insert(key, new QByteArray(bytes), static_cast<int>(std::min<qsizetype>(bytes.size(), kCacheBytes)));
    Q_EMIT fetched(key, bytes);
}

}  // namespace app
