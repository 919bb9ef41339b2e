#include "app/desktop/Keychain.h"

#include <memory>

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace app {

namespace {

const QString kService = u"Guildhall"_s;

KeychainResult resultOf(const QKeychain::Job& job) {
    switch (job.error()) {
        case QKeychain::NoError:
            return {KeychainStatus::Ok, {}, {}};
        case QKeychain::EntryNotFound:
            return {KeychainStatus::NotFound, {}, {}};
        default:
            return {KeychainStatus::Unavailable, {}, job.errorString()};
    }
}

/**
 * Starts a job and answers with its result; before that with Unavailable when it is too slow. A job on a bus that never
 * answers never ends (seen with libsecret); one that waits for a person to unlock the keychain may end much later.
 */
template <class Job, class Read>
void run(Job* job, const QString& key, std::chrono::milliseconds limit, QObject* context, Keychain::Then then,
         Read read) {
    job->setKey(key);
    job->setAutoDelete(true);
    auto* tooSlow = new QTimer(job);
    tooSlow->setSingleShot(true);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, tooSlow, then, read](QKeychain::Job*) {
        const bool isLate = !tooSlow->isActive();
        tooSlow->stop();
        KeychainResult result = resultOf(*job);
        if (result.isOk()) read(*job, result);
        if (!isLate || result.status != KeychainStatus::Unavailable) then(result);
    });
    QObject::connect(tooSlow, &QTimer::timeout, context, [then] {
        then({KeychainStatus::Unavailable, {}, u"the keychain does not answer"_s});
    });
    tooSlow->start(limit);
    job->start();
}

const auto kNothing = [](const auto&, KeychainResult&) {};

}  // namespace

void SystemKeychain::read(const QString& key, QObject* context, Then then) {
    run(new QKeychain::ReadPasswordJob(kService), key, m_limit, context, std::move(then),
        [](const QKeychain::ReadPasswordJob& job, KeychainResult& result) { result.value = job.binaryData(); });
}

void SystemKeychain::write(const QString& key, const QByteArray& value, QObject* context, Then then) {
    auto* job = new QKeychain::WritePasswordJob(kService);
    job->setBinaryData(value);
    run(job, key, m_limit, context, std::move(then), kNothing);
}

void SystemKeychain::remove(const QString& key, QObject* context, Then then) {
    run(new QKeychain::DeletePasswordJob(kService), key, m_limit, context, std::move(then), kNothing);
}

void MemoryKeychain::answer(KeychainResult result, QObject* context, Then then) const {
    if (!m_available || m_locked) result = {KeychainStatus::Unavailable, {}, u"no keychain"_s};
    QMetaObject::invokeMethod(
        context, [then = std::move(then), result = std::move(result)] { then(result); }, Qt::QueuedConnection);
}

void MemoryKeychain::setLocked(bool locked) {
    m_locked = locked;
    if (locked) return;
    for (Waiting& waiting : std::exchange(m_waiting, {}))
        if (waiting.context) read(waiting.key, waiting.context, std::move(waiting.then));
}

void MemoryKeychain::read(const QString& key, QObject* context, Then then) {
    if (m_locked) m_waiting.append({key, context, then});
    const auto it = m_values.constFind(key);
    KeychainResult result{KeychainStatus::NotFound, {}, {}};
    if (it != m_values.cend()) result = {KeychainStatus::Ok, *it, {}};
    answer(std::move(result), context, std::move(then));
}

void MemoryKeychain::write(const QString& key, const QByteArray& value, QObject* context, Then then) {
    if (m_available) m_values.insert(key, value);
    answer({KeychainStatus::Ok, {}, {}}, context, std::move(then));
}

void MemoryKeychain::remove(const QString& key, QObject* context, Then then) {
    if (m_available) m_values.remove(key);
    answer({KeychainStatus::Ok, {}, {}}, context, std::move(then));
}

}  // namespace app
