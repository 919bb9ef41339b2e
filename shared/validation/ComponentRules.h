#pragma once

#include <QtCore/QList>

#include "shared/core/Error.h"
#include "shared/json/RawJson.h"

namespace shared {

/** What a message's components may be. */
enum class ComponentSet {
    Rows,    ///< up to five rows of buttons or selects, as they go with content and embeds
    V2,      ///< everything: the message has IS_COMPONENTS_V2 and consists of components alone
    Either,  ///< an edit that does not say; who knows the message has to ask again
};

/** Components looked through once. */
struct CheckedComponents {
    QList<FieldError> errors;
    /** What may be stored, when there are no errors: documented keys alone, so its size has a bound. */
    RawJson components{QByteArrayLiteral("[]")};
};

/** Sources: "Component Reference", the request schemas of OpenAPI. Pure, any thread. @param path of the list */
CheckedComponents checkComponents(const RawJson& components, ComponentSet set,
                                  const QString& path = QStringLiteral("components"));

}  // namespace shared
