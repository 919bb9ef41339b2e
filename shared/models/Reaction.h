#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/models/Emoji.h"

namespace shared {

enum class ReactionType : int { Normal = 0, Burst = 1 };

struct ReactionCountDetails {
    int burst = 0;
    int normal = 0;

    bool operator==(const ReactionCountDetails&) const = default;
};
GUILDHALL_DECLARE_JSON(ReactionCountDetails);

/** One emoji below a message. Source: "Reaction Structure". */
struct Reaction {
    int count = 0;
    ReactionCountDetails countDetails;
    bool me = false;  ///< the asking user reacted with it
    bool meBurst = false;
    PartialEmoji emoji;
    QList<QString> burstColors;  ///< "#rrggbb"

    bool operator==(const Reaction&) const = default;
};
GUILDHALL_DECLARE_JSON(Reaction);

}  // namespace shared
