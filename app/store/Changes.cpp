#include "app/store/Changes.h"

#include <utility>

namespace app {

ChangeSet& Changes::note() {
    if (!m_scheduled) {
        m_scheduled = true;
        QMetaObject::invokeMethod(this, &Changes::flush, Qt::QueuedConnection);
    }
    return m_collected;
}

void Changes::flush() {
    if (!m_scheduled) return;
    m_scheduled = false;
    ChangeSet changes = std::exchange(m_collected, {});
    if (changes.everything) {
        ChangeSet all;
        all.everything = true;
        all.messages = std::move(changes.messages);
        changes = std::move(all);
    }
    Q_EMIT delivered(changes);
}

}  // namespace app
