#pragma once

#include <functional>
#include <memory>

#include <QtCore/QStringList>

#include "server/platform/tls/TlsContext.h"
#include "shared/core/Clock.h"

namespace server {

/**
 * Keeps the certificate of a running server good: its own is renewed before it expires, or when the machine has got
 * another name or address; one that an administrator has configured is read again when its file was replaced. The key
 * stays, so that links that carry its hash stay good. Open connections are not disturbed.
 */
class CertificateJob {
 public:
    /** @param folder of the server's own certificate; empty: it is a configured one */
    CertificateJob(std::shared_ptr<TlsContext> tls, QString folder, std::function<QStringList()> names,
                   const shared::Clock& clock)
        : m_tls(std::move(tls)), m_folder(std::move(folder)), m_names(std::move(names)), m_clock(clock) {}

    /** Error: a sentence; the certificate in use stays. */
    shared::Result<void> run();

 private:
    std::shared_ptr<TlsContext> m_tls;
    const QString m_folder;
    const std::function<QStringList()> m_names;
    const shared::Clock& m_clock;
};

}  // namespace server
