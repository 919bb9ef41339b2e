#include "server/platform/tls/TlsContext.h"

#include <ctime>

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace server {
namespace {

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;

Error tlsProblem(const QString& sentence) {
    char reason[256] = {};
    const unsigned long code = ERR_get_error();
    if (code) ERR_error_string_n(code, reason, sizeof(reason));
    ERR_clear_error();
    const QString why = code ? u" (%1)"_s.arg(QString::fromLatin1(reason)) : QString();
    return Error(ErrorCode::ServiceUnavailable, sentence + why);
}

/** We speak HTTP/1.1 only; a client that offers nothing of it goes on without ALPN. */
int chooseAlpn(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in, unsigned int inSize,
               void*) {
    static constexpr unsigned char kOurs[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outSize, kOurs, sizeof(kOurs) - 1, in, inSize) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

QByteArray hashOfPublicKey(X509* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0) return {};
    QByteArray hash(SHA256_DIGEST_LENGTH, Qt::Uninitialized);
    SHA256(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(hash.data()));
    OPENSSL_free(der);
    return hash;
}

qint64 expiryMs(X509* certificate) {
    std::tm time{};
    if (!ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time)) return 0;
    return static_cast<qint64>(::timegm(&time)) * 1000;
}

using ContextPointer = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

shared::Result<ContextPointer> makeContext(const CertificateFiles& files) {
    ERR_clear_error();
    ContextPointer context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    if (!context) return tlsProblem(u"TLS cannot be set up."_s);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    // A partial write is what lets a slow client be told from a fast one; buffers are given back while idle.
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 1);
    SSL_CTX_set_alpn_select_cb(context.get(), chooseAlpn, nullptr);
    // Nobody is there to be asked for a pass phrase.
    SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return 0; });
    if (SSL_CTX_use_certificate_chain_file(context.get(), QFile::encodeName(files.certificate).constData()) != 1) {
        return tlsProblem(u"The certificate %1 cannot be read"_s.arg(files.certificate));
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), QFile::encodeName(files.key).constData(), SSL_FILETYPE_PEM) != 1) {
        return tlsProblem(
            u"The key %1 cannot be read (one with a pass phrase cannot be used), or is not that of %2"_s.arg(
                files.key, files.certificate));
    }
    if (SSL_CTX_check_private_key(context.get()) != 1) {
        return tlsProblem(u"The key %1 is not that of the certificate %2"_s.arg(files.key, files.certificate));
    }
    return context;
}

}  // namespace

shared::Result<std::shared_ptr<TlsContext>> TlsContext::load(const CertificateFiles& files) {
    const std::shared_ptr<TlsContext> loaded(new TlsContext);
    loaded->m_files = files;
    RETURN_IF_ERROR(loaded->reload());
    return loaded;
}

TlsContext::~TlsContext() {
    SSL_CTX_free(m_context);
}

shared::Result<void> TlsContext::reload() {
    ASSIGN_OR_RETURN(ContextPointer context, makeContext(m_files));
    X509* certificate = SSL_CTX_get0_certificate(context.get());
    const std::lock_guard lock(m_mutex);
    m_publicKeyHash = hashOfPublicKey(certificate);
    m_expiresAtMs = expiryMs(certificate);
    // Sessions that are open hold the old one.
    SSL_CTX_free(m_context);
    m_context = context.release();
    return {};
}

QByteArray TlsContext::publicKeyHash() const {
    const std::lock_guard lock(m_mutex);
    return m_publicKeyHash;
}

qint64 TlsContext::expiresAtMs() const {
    const std::lock_guard lock(m_mutex);
    return m_expiresAtMs;
}

ssl_st* TlsContext::newSession() const {
    const std::lock_guard lock(m_mutex);
    return SSL_new(m_context);
}

}  // namespace server
