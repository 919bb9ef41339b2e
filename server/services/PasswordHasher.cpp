#include "server/services/PasswordHasher.h"

#include <future>

#include <sodium/core.h>
#include <sodium/crypto_pwhash.h>

#include "server/platform/threads/WorkerPool.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace server {
namespace {

/** Runs `work` on the pool and waits for it. */
template <class T, class F>
shared::Result<T> onPool(WorkerPool& pool, F work) {
    std::promise<T> promise;
    std::future<T> future = promise.get_future();
    const bool queued =
        pool.post([promise = std::move(promise), work = std::move(work)]() mutable { promise.set_value(work()); });
    if (!queued) {
        return shared::Error::unavailable(u"Too many people are logging in just now. Try again in a few seconds."_s,
                                          5s);
    }
    return future.get();
}

}  // namespace

PasswordHasher::PasswordHasher(WorkerPool& pool, Cost cost) : m_pool(pool), m_cost(cost) {
    const bool ready = sodium_init() >= 0;
    Q_ASSERT(ready);
    Q_UNUSED(ready);
    m_decoy = compute("no account has this password");
}

shared::Result<QByteArray> PasswordHasher::hash(const QString& password) {
    return onPool<QByteArray>(m_pool, [this, text = password.toUtf8()] { return compute(text); })
        .and_then([](QByteArray hash) -> shared::Result<QByteArray> {
            if (hash.isEmpty()) return shared::Error::unavailable(u"The server is short of memory."_s, 10s);
            return hash;
        });
}

shared::Result<bool> PasswordHasher::verify(const QByteArray& hash, const QString& password) {
    const bool exists = !hash.isEmpty();
    return onPool<bool>(m_pool, [stored = exists ? hash : m_decoy, text = password.toUtf8(), exists] {
        const int answer = crypto_pwhash_str_verify(stored.constData(), text.constData(),
                                                    static_cast<unsigned long long>(text.size()));
        return exists && answer == 0;
    });
}

QByteArray PasswordHasher::compute(const QByteArray& password) const {
    // Source of the figures: OWASP Password Storage Cheat Sheet, Argon2id.
    const bool weak = m_cost == Cost::Weak;
    const unsigned long long passes = weak ? crypto_pwhash_OPSLIMIT_MIN : 2;
    const size_t memory = weak ? crypto_pwhash_MEMLIMIT_MIN : size_t{19} * 1024 * 1024;
    char text[crypto_pwhash_STRBYTES];
    const int failed =
        crypto_pwhash_str_alg(text, password.constData(), static_cast<unsigned long long>(password.size()), passes,
                              memory, crypto_pwhash_ALG_ARGON2ID13);
    return failed ? QByteArray() : QByteArray(text);
}

}  // namespace server
