#pragma once

#include <QtCore/QString>

#include "shared/core/Snowflake.h"

namespace app {

/** What is shown of a presence. Streaming is drawn like Online, in its own colour. */
enum class PresenceKind { Offline, Online, Away, Busy, Streaming };

/** One person as rows show them: the name as it is called here (nick, else global name, else user name). */
struct PersonRow {
    shared::UserId id;
    QString name;
    quint32 colour = 0;  ///< 0xRRGGBB of the highest coloured role; 0 = none, the view picks the hue of the id
    QString avatar;      ///< key for app::Pictures (an address, absolute or of this server); empty = initials
    bool bot = false;
    bool webhook = false;

    bool operator==(const PersonRow&) const = default;
};

}  // namespace app
