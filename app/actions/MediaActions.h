#pragma once

#include <QtCore/QCache>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QSet>

#include "app/client/rest/RestClient.h"
#include "app/store/LocalCache.h"

namespace app {

/**
 * Pictures and files of the server, by the keys that rows carry: an address of this server, absolute or relative to it.
 *
 * A server may name its files by another host name than the one this account reaches it by (its public address): what
 * looks like a file of the server is fetched from the address of the account. Anything else on another host is not
 * fetched: it fails at once. On the UI thread; the bytes of pictures are kept in memory up to a limit, and in the
 * account's local cache where there is one.
 */
class MediaActions final : public QObject {
    Q_OBJECT

 public:
    /** @param client must outlive the actions */
    explicit MediaActions(RestClient& client, QObject* parent = nullptr);

    /** Where pictures are looked for before they are fetched; null = nowhere. Must outlive the actions or be unset. */
    void setCache(LocalCache* cache) { m_cache = cache; }
    /** The bytes when they are here; else empty, and `fetched` or `missing` follows. */
    QByteArray picture(const QString& key);
    /** Saves a file; the reply's progress tells how far it is. */
    Reply<void> save(const QString& url, const QString& path) { return m_client.downloadTo(ownUrl(url), path); }
    /** The address of a file relative to the account's server, when it looks like one of the server's; else as it is.
     */
    static QUrl ownUrl(const QString& key);
    /** What a picture is kept by: its address without the signature, which changes. */
    static QString nameOf(const QString& key);

 Q_SIGNALS:
    void fetched(const QString& key, const QByteArray& bytes);
    void missing(const QString& key);

 private:
    void fetchNext();
    void fetch(const QString& key);
    void finish(const QString& key, const QByteArray& bytes);

    RestClient& m_client;
    QPointer<LocalCache> m_cache;
    QCache<QString, QByteArray> m_pictures;
    QSet<QString> m_fetching;
    QStringList m_waiting;  ///< asked for last, fetched first
    QSet<QString> m_missing;
};

}  // namespace app
