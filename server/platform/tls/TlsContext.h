#pragma once

#include <memory>
#include <mutex>

#include "server/platform/tls/Certificate.h"

struct ssl_ctx_st;
struct ssl_st;

namespace server {

/** What TLS connections of one port share: certificate, key, protocol versions (1.2 and up), ALPN http/1.1. */
class TlsContext {
 public:
    /** Error: ServiceUnavailable with a sentence: which file, and that key and certificate do not match. */
    static shared::Result<std::shared_ptr<TlsContext>> load(const CertificateFiles& files);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    /** Reads the files again, for connections from now on. On an error the old ones stay. Any thread. */
    shared::Result<void> reload();
    /** SHA-256 of the DER SubjectPublicKeyInfo, 32 bytes: what an invite link carries as base64url. Any thread. */
    QByteArray publicKeyHash() const;
    /** When the certificate expires, ms since 1970. Any thread. */
    qint64 expiresAtMs() const;

    /** A new server-side session; the caller frees it. Any thread. */
    ssl_st* newSession() const;

 private:
    TlsContext() = default;
    CertificateFiles m_files;
    mutable std::mutex m_mutex;
    ssl_ctx_st* m_context = nullptr;
    QByteArray m_publicKeyHash;
    qint64 m_expiresAtMs = 0;
};

}  // namespace server
