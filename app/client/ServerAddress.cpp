#include "app/client/ServerAddress.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QHostAddress>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kSha256Size = 32;

/** 32 bytes from 64 hexadecimal digits or base64 (either alphabet); nothing for all else. */
std::optional<QByteArray> readHash(const QString& text) {
    const QByteArray ascii = text.trimmed().toLatin1();
    static const QRegularExpression hex(u"^[0-9a-fA-F]{64}$"_s);
    if (hex.match(QString::fromLatin1(ascii)).hasMatch()) return QByteArray::fromHex(ascii);
    QByteArray plain = ascii;
    plain.replace('+', '-').replace('/', '_');
    const auto decoded =
        QByteArray::fromBase64Encoding(plain, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals |
                                                  QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != kSha256Size) return std::nullopt;
    return decoded.decoded;
}

/** The invite code in a path: the last part of `/code`, `/invite/code`; none in `/`, `/api/...`, `/channels/...`. */
QString inviteIn(const QString& path) {
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.size() == 1 && parts[0] != "api"_L1 && parts[0] != "gateway"_L1) return parts[0];
    if (parts.size() == 2 && (parts[0] == "invite"_L1 || parts[0] == "invites"_L1)) return parts[1];
    return {};
}

bool isLoopbackHost(const QString& host) {
    if (host == "localhost"_L1 || host.endsWith(".localhost"_L1)) return true;
    QHostAddress address;
    return address.setAddress(host) && address.isLoopback();
}

/** Adds a scheme to what has none; a lone IPv6 address gets its brackets. */
QString withScheme(const QString& text) {
    if (text.contains("://"_L1)) return text;
    const QString authority = text.section(u'/', 0, 0);
    QHostAddress address;
    if (authority.count(u':') > 1 && !authority.startsWith(u'[') && address.setAddress(authority))
        return "bare://["_L1 + authority + u']' + text.mid(authority.size());
    return "bare://"_L1 + text;
}

}  // namespace

std::optional<ServerAddress> ServerAddress::parse(const QString& text) {
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.contains(u' ')) return std::nullopt;
    const QUrl url(withScheme(trimmed), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty()) return std::nullopt;

    ServerAddress address;
    address.m_host = url.host(QUrl::FullyEncoded).toLower();
    if (address.m_host.startsWith(u'[')) address.m_host = address.m_host.mid(1, address.m_host.size() - 2);
    const QString scheme = url.scheme();
    int fallbackPort = kDefaultPort;
    if (scheme == "https"_L1 || scheme == "wss"_L1) {
        fallbackPort = 443;
    } else if (scheme == "http"_L1 || scheme == "ws"_L1) {
        fallbackPort = 80;
        address.m_secure = false;
    } else if (scheme == "bare"_L1) {
        address.m_secure = !isLoopbackHost(address.m_host);
    } else if (scheme != "guildhall"_L1) {
        return std::nullopt;
    }
    address.m_port = url.port(fallbackPort);
    if (address.m_port < 1 || address.m_port > 65535) return std::nullopt;

    const QUrlQuery query(url);
    if (query.hasQueryItem(u"k"_s)) {
        const auto hash = readHash(query.queryItemValue(u"k"_s, QUrl::FullyDecoded));
        if (!hash) return std::nullopt;
        address.m_keyHash = *hash;
        address.m_secure = true;
    }
    address.m_inviteCode = inviteIn(url.path());
    return address;
}

bool ServerAddress::isLoopback() const {
    return isLoopbackHost(m_host);
}

ServerAddress ServerAddress::withKeyHash(const QByteArray& sha256) const {
    ServerAddress copy = *this;
    copy.m_keyHash = sha256;
    return copy;
}

ServerAddress ServerAddress::withInvite(const QString& code) const {
    ServerAddress copy = *this;
    copy.m_inviteCode = code;
    return copy;
}

namespace {

QUrl urlOf(const QString& scheme, const ServerAddress& address, const QString& path) {
    QUrl url;
    url.setScheme(scheme);
    url.setHost(address.host());
    const int usual = scheme == "https"_L1 || scheme == "wss"_L1 ? 443 : scheme == "guildhall"_L1 ? 0 : 80;
    if (address.port() != usual) url.setPort(address.port());
    url.setPath(path);
    return url;
}

}  // namespace

QUrl ServerAddress::apiUrl() const {
    return urlOf(m_secure ? u"https"_s : u"http"_s, *this, u"/api/v10"_s);
}

QUrl ServerAddress::gatewayUrl() const {
    return urlOf(m_secure ? u"wss"_s : u"ws"_s, *this, u"/gateway"_s);
}

QUrl ServerAddress::origin() const {
    return urlOf(m_secure ? u"https"_s : u"http"_s, *this, QString());
}

QString ServerAddress::inviteLink() const {
    QUrl url = urlOf(u"guildhall"_s, *this, u'/' + m_inviteCode);
    if (!m_keyHash.isEmpty()) {
        QUrlQuery query;
        query.addQueryItem(u"k"_s, QString::fromLatin1(m_keyHash.toBase64(QByteArray::Base64UrlEncoding |
                                                                          QByteArray::OmitTrailingEquals)));
        url.setQuery(query);
    }
    return url.toString(QUrl::FullyEncoded);
}

QString ServerAddress::displayName() const {
    const QString host = QUrl::fromAce(m_host.toLatin1());
    const QString shown = m_host.contains(u':') ? u'[' + m_host + u']' : host.isEmpty() ? m_host : host;
    return m_port == (m_secure ? 443 : 80) ? shown : shown + u':' + QString::number(m_port);
}

QString ServerAddress::identity() const {
    if (!m_keyHash.isEmpty()) return QString::fromLatin1(m_keyHash.toHex());
    return m_host + u':' + QString::number(m_port);
}

}  // namespace app
