#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/models/User.h"

namespace shared {

/** An emoji as it is used: a guild's own by id, or a Unicode one by name. */
struct PartialEmoji {
    std::optional<EmojiId> id;
    std::optional<QString> name;  ///< of a custom emoji whose name is no longer known: null
    bool animated = false;        ///< written only when true

    bool operator==(const PartialEmoji&) const = default;
    bool isCustom() const { return id.has_value(); }
};
GUILDHALL_DECLARE_JSON(PartialEmoji);

/** A guild's own emoji. Source: "Emoji Structure". */
struct Emoji {
    EmojiId id;
    QString name;
    QList<RoleId> roles;  ///< who may use it; empty: everybody
    Field<Box<User>> user;
    bool requireColons = true;
    bool managed = false;
    bool animated = false;
    bool available = true;

    bool operator==(const Emoji&) const = default;
};
GUILDHALL_DECLARE_JSON(Emoji);

}  // namespace shared
