#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include "shared/core/Result.h"

namespace server {

class WorkerPool;

/**
 * argon2id on a pool of its own, so that a wave of log-ins cannot hold up anything else.
 *
 * Both calls block the calling worker until a hashing thread has done its work; when too many wait already they fail
 * at once with ServiceUnavailable and a time to come back.
 */
class PasswordHasher {
 public:
    /** Interactive: what people log in with (19 MiB, 2 passes; OWASP's minimum). Weak: for tests alone. */
    enum class Cost { Interactive, Weak };

    PasswordHasher(WorkerPool& pool, Cost cost);

    shared::Result<QByteArray> hash(const QString& password);
    /** @param hash as hash() gave it; an empty one takes as long as a real one, and never fits */
    shared::Result<bool> verify(const QByteArray& hash, const QString& password);

 private:
    QByteArray compute(const QByteArray& password) const;

    WorkerPool& m_pool;
    const Cost m_cost;
    QByteArray m_decoy;  ///< verified against where there is no account, so that time does not tell
};

}  // namespace server
