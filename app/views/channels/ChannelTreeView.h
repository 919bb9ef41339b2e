#pragma once

#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QTreeView>

#include "app/models/ChannelRoles.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Theme.h"

namespace app {

class ChannelTreeView;

/** Paints rows of ChannelTreeModel: categories, channels with their marks, people in voice. */
class ChannelDelegate : public QStyledItemDelegate {
    Q_OBJECT
 public:
    /** What of a row can be clicked. */
    enum class Part { Row, Invite, Settings, Create };

    ChannelDelegate(const Theme& theme, Pictures& pictures, ChannelTreeView* view);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    Part partAt(const QModelIndex& index, const QRect& rect, const QPoint& position) const;

 private:
    void paintCategory(QPainter& painter, const QRect& rect, const ChannelRow& row, const QModelIndex& index,
                       bool hovered) const;
    void paintChannel(QPainter& painter, const QRect& rect, const ChannelRow& row, bool hovered, bool pressed) const;
    void paintVoiceMember(QPainter& painter, const QRect& rect, const ChannelRow& row, bool hovered) const;
    QRect endIcon(const QRect& body, int place) const;
    QRect bodyOf(const QRect& rect) const;
    int spaceAbove(const QModelIndex& index) const;

    const Theme& m_theme;
    Pictures& m_pictures;
    ChannelTreeView* m_view;
};

/** The channels of a guild. A click on a category folds it; the selected channel is told by setSelected. */
class ChannelTreeView : public QTreeView {
    Q_OBJECT
 public:
    ChannelTreeView(const Theme& theme, Pictures& pictures, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    void setSelected(shared::ChannelId channel);
    /** The same for an entry: "threads", ... */
    void setSelectedEntry(const QString& entry);
    bool isSelected(const ChannelRow& row) const;
    /** Categories that are folded; kept by the session. */
    QSet<quint64> folded() const { return m_folded; }
    void setFolded(const QSet<quint64>& folded);
    /** What is said where there is not one row. */
    void setEmptyText(const QString& text);
    bool byKeyboard() const { return m_keyboard && hasFocus(); }
    QModelIndex hovered() const { return m_hovered; }
    QModelIndex pressed() const { return m_pressed; }

 Q_SIGNALS:
    void channelActivated(shared::ChannelId channel, app::ChannelRowKind kind);
    void entryActivated(const QString& entry);
    void personActivated(shared::UserId user, const QRect& global);
    void inviteWanted(shared::ChannelId channel);
    void settingsWanted(shared::ChannelId channel);
    void createWanted(shared::ChannelId category);
    void menuWanted(const QModelIndex& index, const QPoint& global);
    void foldedChanged();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}
    bool viewportEvent(QEvent* event) override;

 private:
    void activate(const QModelIndex& index, ChannelDelegate::Part part);
    void applyFolds(const QModelIndex& parent);
    void toggle(const QModelIndex& index);

    const Theme& m_theme;
    ChannelDelegate* m_delegate;
    shared::ChannelId m_selected;
    QString m_selectedEntry;
    QSet<quint64> m_folded;
    QString m_emptyText;
    QPersistentModelIndex m_hovered;
    QPersistentModelIndex m_pressed;
    bool m_keyboard = false;
};

}  // namespace app
