#pragma once

#include <memory>
#include <vector>

#include <QtWidgets/QAccessibleWidget>

namespace app {

class TimelineView;

/** Reads the timeline out as a list whose items are messages. */
class TimelineAccessible : public QAccessibleWidget {
 public:
    explicit TimelineAccessible(TimelineView* view);
    ~TimelineAccessible() override;

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;

    /** Makes Qt create this interface for every TimelineView; harmless to call twice. */
    static void install();

 private:
    TimelineView* view() const;
    mutable QHash<int, QAccessible::Id> m_children;
};

}  // namespace app
