#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QString>

#include "app/models/PersonRow.h"

namespace app {

/** One row of MemberListModel: a flat list, headings between the people. A row not loaded yet has a null person. */
struct MemberRow {
    bool heading = false;
    QString title;  ///< of a heading: the role's name, "Online", "Offline"
    int count = 0;  ///< of a heading
    PersonRow person;
    PresenceKind presence = PresenceKind::Offline;
    QString status;  ///< second line; empty = the name stands alone in the middle
    bool owner = false;

    bool operator==(const MemberRow&) const = default;
};

struct MemberRoles {
    enum Role {
        RowRole = Qt::UserRole + 1,  ///< app::MemberRow
        UserIdRole,                  ///< quint64
        HeadingRole,                 ///< bool
        PresenceRole,                ///< int(PresenceKind)
    };
};

}  // namespace app

Q_DECLARE_METATYPE(app::MemberRow)
