#pragma once

#include <chrono>
#include <functional>

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QString>

namespace app {

enum class KeychainStatus {
    Ok,
    NotFound,
    Unavailable,  ///< there is no keychain, it is locked, or it does not answer in time
};

/** What a keychain answers; `value` is set for a read that is Ok. */
struct KeychainResult {
    KeychainStatus status = KeychainStatus::Unavailable;
    QByteArray value;
    QString reason;  ///< technical, one line, when it is Unavailable

    bool isOk() const { return status == KeychainStatus::Ok; }
};

/**
 * Secrets of this person on this machine. Answers come later, on the UI thread, and never after the context is gone.
 * After an Unavailable for slowness there may be a second answer: a keychain that was locked has been opened meanwhile.
 *
 * Nothing is ever kept anywhere else instead: without a keychain a secret is asked for each time.
 */
class Keychain {
 public:
    using Then = std::function<void(const KeychainResult&)>;

    virtual ~Keychain() = default;
    virtual void read(const QString& key, QObject* context, Then then) = 0;
    virtual void write(const QString& key, const QByteArray& value, QObject* context, Then then) = 0;
    virtual void remove(const QString& key, QObject* context, Then then) = 0;
};

/** The system's keychain (Secret Service, Credential Store, macOS keychain), with a time limit of our own. */
class SystemKeychain final : public Keychain {
 public:
    explicit SystemKeychain(std::chrono::milliseconds limit = std::chrono::seconds(8)) : m_limit(limit) {}

    void read(const QString& key, QObject* context, Then then) override;
    void write(const QString& key, const QByteArray& value, QObject* context, Then then) override;
    void remove(const QString& key, QObject* context, Then then) override;

 private:
    std::chrono::milliseconds m_limit;
};

/** In memory: for tests, and for "do not remember me". */
class MemoryKeychain final : public Keychain {
 public:
    /** As a machine without one. */
    void setAvailable(bool available) { m_available = available; }
    /** As one that is locked: reads are answered with Unavailable, and once more when it is unlocked. */
    void setLocked(bool locked);
    const QHash<QString, QByteArray>& values() const { return m_values; }

    void read(const QString& key, QObject* context, Then then) override;
    void write(const QString& key, const QByteArray& value, QObject* context, Then then) override;
    void remove(const QString& key, QObject* context, Then then) override;

 private:
    void answer(KeychainResult result, QObject* context, Then then) const;

    struct Waiting {
        QString key;
        QPointer<QObject> context;
        Then then;
    };

    QHash<QString, QByteArray> m_values;
    QList<Waiting> m_waiting;
    bool m_available = true;
    bool m_locked = false;
};

}  // namespace app
