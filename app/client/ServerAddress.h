#pragma once

#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QUrl>

namespace app {

/**
 * Where a server is, and what is known about its key: a value that every client call starts from.
 *
 * It reads what people type or paste: `guildhall://host:port/code?k=HASH` (an invite link), `https://host/...`,
 * `http://host:port`, `ws(s)://...`, `host`, `host:port`, `[::1]:8080`, `host/code`.
 */
class ServerAddress {
 public:
    /** The port of an address that names none (https: 443, http: 80, guildhall and bare names: this one). */
    static constexpr int kDefaultPort = 7420;

    ServerAddress() = default;
    ServerAddress(QString host, int port, bool secure) : m_host(std::move(host)), m_port(port), m_secure(secure) {}

    /**
     * Reads an address as people write it; nothing when there is no host in it, the port is not one, or the key is
     * not a SHA-256 (hexadecimal or base64url). A bare loopback name is plain HTTP, every other bare name is TLS.
     */
    static std::optional<ServerAddress> parse(const QString& text);

    bool isNull() const { return m_host.isEmpty(); }
    const QString& host() const { return m_host; }
    int port() const { return m_port; }
    /** TLS: https and wss. */
    bool isSecure() const { return m_secure; }
    bool isLoopback() const;
    /** SHA-256 of the server's SubjectPublicKeyInfo, 32 bytes; empty = not known. */
    const QByteArray& keyHash() const { return m_keyHash; }
    /** The invite code of the link; empty = none. */
    const QString& inviteCode() const { return m_inviteCode; }

    ServerAddress withKeyHash(const QByteArray& sha256) const;
    ServerAddress withInvite(const QString& code) const;
    ServerAddress withoutInvite() const { return withInvite(QString()); }

    /** `https://host:port/api/v10` */
    QUrl apiUrl() const;
    /** `wss://host:port/gateway` */
    QUrl gatewayUrl() const;
    /** `https://host:port`, without a path; what pictures and files with a relative address hang on. */
    QUrl origin() const;
    /** The link to hand to friends: `guildhall://host:port/code?k=HASH`. */
    QString inviteLink() const;
    /** `host` or `host:port`: as a person would say it. */
    QString displayName() const;
    /** What accounts are remembered by: the key when it is known (it outlives addresses), else host and port. */
    QString identity() const;
    /** May a password or token be sent there at all: TLS, or plain HTTP within this machine. */
    bool isAllowed(bool allowPlainHttp) const { return m_secure || isLoopback() || allowPlainHttp; }

    bool operator==(const ServerAddress&) const = default;

 private:
    QString m_host;  ///< as in a URL's authority, without brackets; lower case, international names as ACE
    int m_port = 0;
    bool m_secure = true;
    QByteArray m_keyHash;
    QString m_inviteCode;
};

}  // namespace app
