#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** A role; that of @everyone has the guild's id. */
struct RoleRow {
    shared::RoleId id;
    QString name;
    quint64 permissions = 0;
    int position = 0;
    int color = 0;
    bool isHoisted = false;
    bool isManaged = false;
    bool isMentionable = false;
    std::optional<QString> icon;
    std::optional<QString> unicodeEmoji;
    quint64 flags = 0;
    QByteArray extra;  ///< JSON object: tags, colours; empty = {}
};

/** Key: the guild. */
class RoleStore {
 public:
    virtual ~RoleStore() = default;

    virtual shared::Result<void> insert(const RoleRow& role) = 0;
    virtual shared::Result<std::optional<RoleRow>> find(shared::RoleId id) const = 0;
    /** Or UnknownRole. */
    shared::Result<RoleRow> get(shared::RoleId id) const;
    /** By position, then by id. */
    virtual shared::Result<QList<RoleRow>> list() const = 0;
    /** Or UnknownRole. */
    virtual shared::Result<void> update(const RoleRow& role) = 0;
    /** Removes the role, not its mention in members and overwrites. True if there was one. */
    virtual shared::Result<bool> remove(shared::RoleId id) = 0;
};

}  // namespace server
