#include "tests/platform/RawClient.h"

#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

QByteArray RawResponse::header(const QByteArray& name) const {
    const QList<QByteArray> lines = head.split('\n');
    for (const QByteArray& line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).toLower() == name.toLower()) return line.mid(colon + 1).trimmed();
    }
    return {};
}

RawClient::RawClient(quint16 port, int timeoutMs) {
    m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit{timeoutMs / 1000, (timeoutMs % 1000) * 1000};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) close();
}

RawClient::~RawClient() {
    close();
}

bool RawClient::startTls() {
    m_context = SSL_CTX_new(TLS_client_method());
    m_ssl = SSL_new(m_context);
    SSL_set_fd(m_ssl, m_descriptor);
    return SSL_connect(m_ssl) == 1;
}

QByteArray RawClient::peerKeyHash() const {
    X509* certificate = SSL_get1_peer_certificate(m_ssl);
    if (!certificate) return {};
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    QByteArray hash(SHA256_DIGEST_LENGTH, '\0');
    SHA256(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(hash.data()));
    OPENSSL_free(der);
    X509_free(certificate);
    return hash;
}

bool RawClient::send(const QByteArray& bytes) {
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const auto left = static_cast<std::size_t>(bytes.size() - sent);
        const ssize_t size = m_ssl ? SSL_write(m_ssl, bytes.constData() + sent, static_cast<int>(left))
                                   : ::send(m_descriptor, bytes.constData() + sent, left, MSG_NOSIGNAL);
        if (size <= 0) return false;
        sent += size;
    }
    return true;
}

QByteArray RawClient::receive() {
    QByteArray bytes(64 * 1024, Qt::Uninitialized);
    const ssize_t size = m_ssl ? SSL_read(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                               : ::recv(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), 0);
    m_timedOut = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    bytes.truncate(std::max<ssize_t>(size, 0));
    return bytes;
}

std::optional<RawResponse> RawClient::response(bool bodyExpected) {
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n\r\n")) < 0) {
        const QByteArray more = receive();
        if (more.isEmpty()) return std::nullopt;
        m_buffer += more;
    }
    RawResponse response;
    response.head = m_buffer.first(end + 2);
    response.status = response.head.mid(9, 3).toInt();
    m_buffer.remove(0, end + 4);
    if (!bodyExpected || response.status < 200) return response;
    const qsizetype size = response.header("content-length").toLongLong();
    response.body = take(size);
    if (response.body.size() != size) return std::nullopt;
    return response;
}

QByteArray RawClient::take(qsizetype size) {
    while (m_buffer.size() < size) {
        const QByteArray more = receive();
        if (more.isEmpty()) break;
        m_buffer += more;
    }
    const QByteArray taken = m_buffer.first(std::min(size, m_buffer.size()));
    m_buffer.remove(0, taken.size());
    return taken;
}

bool RawClient::waitForClose() {
    while (!receive().isEmpty()) {
    }
    return !m_timedOut;
}

void RawClient::shutdownWrite() {
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawClient::reset() {
    const linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close();
}

void RawClient::close() {
    if (m_ssl) SSL_free(m_ssl);
    if (m_context) SSL_CTX_free(m_context);
    m_ssl = nullptr;
    m_context = nullptr;
    if (m_descriptor >= 0) ::close(m_descriptor);
    m_descriptor = -1;
}
