#include "server/jobs/CertificateJob.h"

namespace server {

shared::Result<void> CertificateJob::run() {
    if (!m_folder.isEmpty()) {
        ASSIGN_OR_RETURN(const CertificateFiles files, ensureSelfSignedCertificate(m_folder, m_names(), m_clock));
        Q_UNUSED(files)  // the same ones, perhaps with another content
    }
    return m_tls->reload();
}

}  // namespace server
