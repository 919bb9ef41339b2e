#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** An application. Its bot user, where there is one, has the same id, so both live under StreamKey::user(id). */
struct ApplicationRow {
    shared::ApplicationId id;
    shared::UserId ownerId;
    shared::UserId botId;  ///< null: has no bot
    QString name;
    QString description;
    std::optional<QString> icon;
    bool isBotPublic = true;
    bool requiresCodeGrant = false;
    quint64 flags = 0;
    QByteArray verifyKey;  ///< Ed25519 public key
    QByteArray extra;      ///< JSON object of everything else; empty = {}
};

/** Key: StreamKey::user of the application's id, except for the owner's list, which lives under the owner's key. */
class ApplicationStore {
 public:
    virtual ~ApplicationStore() = default;

    virtual shared::Result<void> insert(const ApplicationRow& application) = 0;
    virtual shared::Result<std::optional<ApplicationRow>> find() const = 0;
    /** Or UnknownApplication. */
    shared::Result<ApplicationRow> get() const;
    virtual shared::Result<void> update(const ApplicationRow& application) = 0;
    virtual shared::Result<void> remove() = 0;

    /** The owner's list (key: the owner); written by outbox from the application. */
    virtual shared::Result<void> putOwned(shared::ApplicationId id) = 0;
    virtual shared::Result<QList<shared::ApplicationId>> listOwned() const = 0;
    virtual shared::Result<void> removeOwned(shared::ApplicationId id) = 0;
};

}  // namespace server
