#include "app/session/Accounts.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QPointer>
#include <QtCore/QSaveFile>

#include "app/store/SealedBox.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

QJsonObject toObject(const AccountRecord& record) {
    return {{u"host"_s, record.address.host()},
            {u"port"_s, record.address.port()},
            {u"secure"_s, record.address.isSecure()},
            {u"key"_s, QString::fromLatin1(record.address.keyHash().toHex())},
            {u"allow_plain_http"_s, record.allowPlainHttp},
            {u"hosted_here"_s, record.hostedHere},
            {u"user_id"_s, record.userId.toString()},
            {u"user_name"_s, record.userName},
            {u"display_name"_s, record.displayName}};
}

std::optional<AccountRecord> fromObject(const QJsonObject& object) {
    AccountRecord record;
    const auto userId = shared::UserId::fromString(object["user_id"_L1].toString());
    const int port = object["port"_L1].toInt();
    if (!userId || object["host"_L1].toString().isEmpty() || port < 1 || port > 65535) return std::nullopt;
    record.address = ServerAddress(object["host"_L1].toString(), port, object["secure"_L1].toBool(true))
                         .withKeyHash(QByteArray::fromHex(object["key"_L1].toString().toLatin1()));
    record.allowPlainHttp = object["allow_plain_http"_L1].toBool();
    record.hostedHere = object["hosted_here"_L1].toBool();
    record.userId = *userId;
    record.userName = object["user_name"_L1].toString();
    record.displayName = object["display_name"_L1].toString();
    return record;
}

QString tokenKey(const QString& key) {
    return u"token/"_s + key;
}
QString cacheKey(const QString& key) {
    return u"cache/"_s + key;
}

}  // namespace

Accounts::Accounts(const QString& folder, Keychain& keychain, QObject* parent)
    : QObject(parent), m_folder(folder), m_keychain(keychain) {
    load();
}

QString Accounts::path() const {
    return QDir(m_folder).filePath(u"accounts.json"_s);
}

QString Accounts::cachePath(const QString& key) const {
    const QByteArray name = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(24);
    return QDir(m_folder).filePath(u"cache/"_s + QString::fromLatin1(name) + u".db"_s);
}

void Accounts::load() {
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly)) return;
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).object()["accounts"_L1].toArray())
        if (auto record = fromObject(value.toObject())) m_list.append(std::move(*record));
}

void Accounts::save() const {
    QDir().mkpath(m_folder);
    QJsonArray list;
    for (const AccountRecord& record : m_list)
        list.append(toObject(record));
    QSaveFile file(path());
    if (!file.open(QIODevice::WriteOnly)) return;
    file.write(QJsonDocument(QJsonObject{{u"accounts"_s, list}}).toJson());
    file.commit();
}

const AccountRecord* Accounts::find(const QString& key) const {
    for (const AccountRecord& record : m_list)
        if (record.key() == key) return &record;
    return nullptr;
}

void Accounts::update(const AccountRecord& record) {
    for (AccountRecord& known : m_list) {
        if (known.key() != record.key()) continue;
        if (known == record) return;
        known = record;
        save();
        Q_EMIT changed();
        return;
    }
    m_list.append(record);
    save();
    Q_EMIT changed();
}

void Accounts::remember(const AccountRecord& record, const QString& token, QObject* context, Keychain::Then then) {
    update(record);
    const QString key = record.key();
    m_tokens.insert(key, token.toUtf8());
    m_keychain.write(tokenKey(key), token.toUtf8(), context, std::move(then));
}

void Accounts::forget(const QString& key) {
    m_tokens.remove(key);
    m_keychain.remove(tokenKey(key), this, [](const KeychainResult&) {});
    m_keychain.remove(cacheKey(key), this, [](const KeychainResult&) {});
    const QString cache = cachePath(key);
    for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(cache + suffix);
    m_list.removeIf([&key](const AccountRecord& record) { return record.key() == key; });
    save();
    Q_EMIT changed();
}

void Accounts::readToken(const QString& key, QObject* context, Keychain::Then then) {
    if (const QByteArray token = m_tokens.value(key); !token.isEmpty()) {
        QMetaObject::invokeMethod(
            context,
            [then = std::move(then), token] {
                then({KeychainStatus::Ok, token, {}});
            },
            Qt::QueuedConnection);
        return;
    }
    m_keychain.read(tokenKey(key), context, std::move(then));
}

void Accounts::readCacheKey(const QString& key, QObject* context, Keychain::Then then) {
    const QPointer<QObject> alive(context);
    m_keychain.read(cacheKey(key), this, [this, key, alive, then](const KeychainResult& result) {
        if (!alive) return;
        if (result.status != KeychainStatus::NotFound) {
            then(result);
            return;
        }
        const QByteArray fresh = SealedBox::newKey();
        m_keychain.write(cacheKey(key), fresh, alive, [then, fresh](const KeychainResult& written) {
            KeychainResult made = written;
            if (made.isOk()) made.value = fresh;
            then(made);
        });
    });
}

}  // namespace app
