#pragma once

#include <QtCore/QList>
#include <QtCore/QObject>

#include "app/client/ServerAddress.h"
#include "app/desktop/Keychain.h"
#include "shared/core/Snowflake.h"

namespace app {

/** An account that is remembered: where, who, and how it looked last. Its token is in the keychain. */
struct AccountRecord {
    ServerAddress address;
    bool allowPlainHttp = false;
    bool hostedHere = false;  ///< the server is the one inside this app
    shared::UserId userId;
    QString userName;
    QString displayName;

    /** What it is remembered by: the server's key (or address) and the user. */
    QString key() const { return address.identity() + u'/' + userId.toString(); }
    bool operator==(const AccountRecord&) const = default;
};

/** The accounts of this installation, in the order of their adding. On the UI thread. */
class Accounts final : public QObject {
    Q_OBJECT

 public:
    /** @param folder where the list is kept @param keychain must outlive the accounts */
    Accounts(const QString& folder, Keychain& keychain, QObject* parent = nullptr);

    const QList<AccountRecord>& list() const { return m_list; }
    const AccountRecord* find(const QString& key) const;

    /**
     * Adds or updates an account and keeps its token. `then` tells whether the keychain took it: if not, the token
     * lives as long as this process, and is asked for at the next start.
     */
    void remember(const AccountRecord& record, const QString& token, QObject* context, Keychain::Then then);
    /** The same without a token: a name or an address has changed. */
    void update(const AccountRecord& record);
    /** Forgets account, token, cache key and cache. */
    void forget(const QString& key);
    /** The token of an account; NotFound or Unavailable = log in again. */
    void readToken(const QString& key, QObject* context, Keychain::Then then);
    /** The key that seals the account's local cache, made when there is none; Unavailable = no cache. */
    void readCacheKey(const QString& key, QObject* context, Keychain::Then then);
    /** The file of the account's local cache. */
    QString cachePath(const QString& key) const;

 Q_SIGNALS:
    void changed();

 private:
    void load();
    void save() const;
    QString path() const;

    QString m_folder;
    Keychain& m_keychain;
    QList<AccountRecord> m_list;
    QHash<QString, QByteArray> m_tokens;  ///< of this run: what the keychain would not take
};

}  // namespace app
