#pragma once

#include <QtWidgets/QListView>
#include <QtWidgets/QStyledItemDelegate>

#include "app/models/MemberRoles.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Theme.h"

namespace app {

class MemberListView;

/** Paints rows of MemberListModel: headings with a count, people with presence and status. */
class MemberDelegate : public QStyledItemDelegate {
    Q_OBJECT
 public:
    MemberDelegate(const Theme& theme, Pictures& pictures, MemberListView* view);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
    void paintMember(QPainter& painter, const QRect& rect, const MemberRow& row, bool hovered) const;

    const Theme& m_theme;
    Pictures& m_pictures;
    MemberListView* m_view;
};

/** The people of a channel, by role. Click or Enter opens the profile. */
class MemberListView : public QListView {
    Q_OBJECT
 public:
    MemberListView(const Theme& theme, Pictures& pictures, QWidget* parent = nullptr);
    bool byKeyboard() const { return m_keyboard && hasFocus(); }
    QModelIndex hovered() const { return m_hovered; }

 Q_SIGNALS:
    void personActivated(shared::UserId user, const QRect& global);
    void menuWanted(shared::UserId user, const QPoint& global);
    /** Rows now seen: what a large guild has to load. */
    void rangeShown(int first, int last);

 protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

 private:
    void activateRow(const QModelIndex& index);
    void reportRange();

    const Theme& m_theme;
    QPersistentModelIndex m_hovered;
    bool m_keyboard = false;
};

}  // namespace app
