#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

struct BanRow {
    shared::UserId userId;
    QByteArray user;  ///< JSON of the public user when banned
    std::optional<QString> reason;
    shared::UserId bannedBy;
    qint64 at = 0;
};

/** Key: the guild. */
class BanStore {
 public:
    virtual ~BanStore() = default;

    /** False if there was one already; nothing is changed then. */
    virtual shared::Result<bool> insert(const BanRow& ban) = 0;
    virtual shared::Result<std::optional<BanRow>> find(shared::UserId id) const = 0;
    /** Or UnknownBan. */
    shared::Result<BanRow> get(shared::UserId id) const;
    /** Ascending by user id, after `after`. */
    virtual shared::Result<QList<BanRow>> listAfter(shared::UserId after, int limit) const = 0;
    /** The `limit` bans just before `before`, ascending by user id. */
    virtual shared::Result<QList<BanRow>> listBefore(shared::UserId before, int limit) const = 0;
    /** True if there was one. */
    virtual shared::Result<bool> remove(shared::UserId id) = 0;
};

}  // namespace server
