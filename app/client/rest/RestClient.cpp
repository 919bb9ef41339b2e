#include "app/client/rest/RestClient.h"

using namespace Qt::StringLiterals;

namespace app {

RestClient::RestClient(NetworkThread& thread, const shared::Clock& clock, shared::Random& random, RestTiming timing)
    : m_thread(thread), m_transport(thread.make<RestTransport>(clock, random, timing)) {
    connect(m_transport, &RestTransport::unauthorized, this, &RestClient::unauthorized);
    const QByteArray userAgent = "Guildhall/" GUILDHALL_VERSION " (Qt)";
    m_thread.post([transport = m_transport, userAgent] { transport->setUserAgent(userAgent); });
}

RestClient::~RestClient() {
    m_transport->deleteLater();
}

void RestClient::setServer(const ServerAddress& address, bool allowPlainHttp) {
    m_address = address;
    m_thread.post(
        [transport = m_transport, address, allowPlainHttp] { transport->setServer(address, allowPlainHttp); });
}

void RestClient::setToken(const QString& token) {
    m_thread.post([transport = m_transport, value = token.toUtf8()] { transport->setToken(value); });
}

void RestClient::forgetConnections() {
    m_thread.post([transport = m_transport] { transport->forgetConnections(); });
}

void RestClient::post(RestCall call, ReplyState& state) {
    call.id = m_nextId++;
    RestTransport* transport = m_transport;
    NetworkThread* thread = &m_thread;
    const quint64 id = call.id;
    const QPointer<RestClient> self(this);
    state.setCanceller([self, thread, transport, id] {
        if (self) thread->post([transport, id] { transport->cancel(id); });
    });
    // The state outlives its call: `done` holds it.
    ReplyState* target = &state;
    call.progress = [target](qint64 sent, qint64 total) {
        QMetaObject::invokeMethod(
            target, [target, sent, total] { Q_EMIT target->progress(sent, total); }, Qt::QueuedConnection);
    };
    auto shared = std::make_shared<RestCall>(std::move(call));
    m_thread.post([transport, shared] { transport->send(std::move(*shared)); });
}

namespace {

/** Where a server keeps files. Source: "CDN Endpoints". */
bool isMediaPath(const QString& path) {
    static const QStringList kFolders{u"/attachments/"_s, u"/avatars/"_s, u"/icons/"_s,    u"/emojis/"_s,
                                      u"/banners/"_s,     u"/guilds/"_s,  u"/stickers/"_s, u"/app-icons/"_s};
    return std::any_of(kFolders.cbegin(), kFolders.cend(),
                       [&](const QString& folder) { return path.startsWith(folder); });
}

}  // namespace

RestCall RestClient::downloadCall(const QUrl& url, const QString& routeName) const {
    RestCall call;
    call.absoluteUrl = m_address.origin().resolved(url);
    // A server names its files by its public address; the one that we reach it by is as good, and is the pinned one.
    if (isMediaPath(url.path())) {
        call.absoluteUrl = m_address.origin();
        call.absoluteUrl.setPath(url.path(QUrl::FullyEncoded), QUrl::TolerantMode);
        call.absoluteUrl.setQuery(url.query(QUrl::FullyEncoded), QUrl::TolerantMode);
    }
    call.request.method = "GET"_ba;
    // Each of its own, so that no picture waits for another one's first answer.
    call.request.route = routeName + u'@' + call.absoluteUrl.path();
    call.request.authenticated = false;
    return call;
}

Reply<QByteArray> RestClient::download(const QUrl& url) {
    return dispatch<QByteArray>(downloadCall(url, u"media"_s));
}

Reply<void> RestClient::downloadTo(const QUrl& url, const QString& path) {
    RestCall call = downloadCall(url, u"file"_s);
    call.request.patience = std::chrono::minutes(10);
    call.saveTo = path;
    return dispatch<void>(std::move(call));
}

}  // namespace app
