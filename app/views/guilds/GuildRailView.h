#pragma once

#include <QtWidgets/QListView>
#include <QtWidgets/QStyledItemDelegate>

#include "app/models/GuildRoles.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Theme.h"

namespace app {

class GuildRailView;

/** Paints the tiles of the rail with their marks. */
class RailDelegate : public QStyledItemDelegate {
    Q_OBJECT
 public:
    RailDelegate(const Theme& theme, Pictures& pictures, GuildRailView* view);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
    void paintTileOf(QPainter& painter, const QRect& tile, const GuildRow& row, bool hovered, bool selected) const;
    void paintMarks(QPainter& painter, const QRect& tile, const GuildRow& row) const;

    const Theme& m_theme;
    Pictures& m_pictures;
    GuildRailView* m_view;
};

/** The leftmost column: direct messages, inbox, guilds, folders, add. */
class GuildRailView : public QListView {
    Q_OBJECT
 public:
    GuildRailView(const Theme& theme, Pictures& pictures, QWidget* parent = nullptr);

    /** Which tile has the bar; `guild` counts for guilds only. */
    void setSelected(GuildRowKind kind, shared::GuildId guild = {});
    bool isSelected(const GuildRow& row) const;
    bool byKeyboard() const { return m_keyboard && hasFocus(); }
    QModelIndex hovered() const { return m_hovered; }
    QSize sizeHint() const override;

 Q_SIGNALS:
    void tileActivated(const app::GuildRow& row);
    void menuWanted(const app::GuildRow& row, const QPoint& global);

 protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

 private:
    void activateTile(const QModelIndex& index);
    void follow();

    const Theme& m_theme;
    GuildRowKind m_selectedKind = GuildRowKind::DirectMessages;
    shared::GuildId m_selectedGuild;
    QPersistentModelIndex m_hovered;
    bool m_keyboard = false;
};

}  // namespace app
