#pragma once

#include <QtCore/QCoreApplication>

namespace app {

/** The translations of what lays out and paints the timeline's rows: one context for all of its files. */
struct TimelineWords {
    Q_DECLARE_TR_FUNCTIONS(app::TimelineView)
};

}  // namespace app
