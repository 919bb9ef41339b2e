#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

#include "app/widgets/Pictures.h"
#include "app/widgets/Theme.h"

namespace app {

class IconButton;

/** A picture that can be looked at. */
struct ViewedPicture {
    QString key;  ///< for Pictures
    QString name;
    QString description;  ///< what it shows, for those who do not see it; may be empty
};

/**
 * A picture over the whole window: fitted, or larger to be moved about; the others of the channel beside it.
 *
 * Esc or a click beside the picture closes it, arrows turn pages, + and - and the wheel zoom, 0 fits. Belongs to the
 * host's window and lives until it is closed.
 */
class ImageViewer final : public QWidget {
    Q_OBJECT
 public:
    /** @param pictures not empty @param current an index of it @param host any widget of the window to cover */
    ImageViewer(const Theme& theme, Pictures& source, QList<ViewedPicture> pictures, qsizetype current, QWidget* host);

    void open();
    void finish();
    qsizetype current() const { return m_current; }
    /** Device pixels of the window for one of the picture's. */
    double scale() const;
    /** The key could not be fetched, or is no picture. */
    void setMissing(const QString& key);

 Q_SIGNALS:
    void saveWanted(qsizetype index);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;

 private:
    void show(qsizetype index);
    void load();
    /** @param at what stays where it is, in this widget's coordinates */
    void zoomTo(double zoom, const QPointF& at);
    void copy();
    double fitted() const;
    QRectF pictureRect() const;
    void placeButtons();

    const Theme& m_theme;
    Pictures& m_source;
    const QList<ViewedPicture> m_pictures;
    qsizetype m_current;
    QPixmap m_pixmap;
    bool m_isMissing = false;
    double m_zoom = 1;  ///< 1 = fitted
    QPointF m_offset;   ///< of the picture's middle from the window's
    QPointF m_pressedAt;
    QPointF m_draggedFrom;
    bool m_isDragging = false;
    IconButton* m_previous;
    IconButton* m_next;
    IconButton* m_copy;
    IconButton* m_save;
    IconButton* m_close;
    QPointer<QWidget> m_before;
};

}  // namespace app
