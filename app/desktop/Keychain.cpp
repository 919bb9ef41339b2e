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
 * Starts a job and answers once: with its result, or Unavailable when it is too slow. A job on a bus that never answers
 * never ends (seen with libsecret), so it is left behind then and deletes itself should it end after all.
 */
template <class Job, class Read>
void run(Job* job, const QString& key, std::chrono::milliseconds limit, QObject* context, Keychain::Then then,
         Read read) {
    job->setKey(key);
    job->setAutoDelete(true);
    auto once = std::make_shared<Keychain::Then>(std::move(then));
    const QPointer<QObject> alive(context);
    const auto answer = [once, alive](const KeychainResult& result) {
        const auto call = std::exchange(*once, nullptr);
        if (call && alive) call(result);
    };
    QObject::connect(job, &QKeychain::Job::finished, context, [job, answer, read](QKeychain::Job*) {
        KeychainResult result = resultOf(*job);
        if (result.isOk()) read(*job, result);
        answer(result);
    });
    QTimer::singleShot(limit, context, [answer] {
        answer({KeychainStatus::Unavailable, {}, u"the keychain does not answer"_s});
    });
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
    if (!m_available) result = {KeychainStatus::Unavailable, {}, u"no keychain"_s};
    QMetaObject::invokeMethod(
        context, [then = std::move(then), result = std::move(result)] { then(result); }, Qt::QueuedConnection);
}

void MemoryKeychain::read(const QString& key, QObject* context, Then then) {
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
