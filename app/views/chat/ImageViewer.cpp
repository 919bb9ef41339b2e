#include "app/views/chat/ImageViewer.h"

#include <algorithm>

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QApplication>

#include "app/widgets/IconButton.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr double kScrim = 0.92;
constexpr int kBar = 56;      ///< above the picture: its name and the buttons
constexpr int kBesides = 64;  ///< at both sides: the ways to the others
constexpr int kGap = 8;
constexpr double kStep = 1.25;
constexpr double kMostZoom = 32;
constexpr int kDragFrom = 4;

}  // namespace

ImageViewer::ImageViewer(const Theme& theme, Pictures& source, QList<ViewedPicture> pictures, qsizetype current,
                         QWidget* host)
    : QWidget(host->window()),
      m_theme(theme),
      m_source(source),
      m_pictures(std::move(pictures)),
      m_current(current),
      m_previous(new IconButton(theme, u"caret-left"_s, tr("Picture before"), this)),
      m_next(new IconButton(theme, u"caret-right"_s, tr("Next picture"), this)),
      m_copy(new IconButton(theme, u"copy"_s, tr("Copy picture"), this)),
      m_save(new IconButton(theme, u"download-simple"_s, tr("Save picture"), this)),
      m_close(new IconButton(theme, u"x"_s, tr("Close"), this)) {
    setObjectName(u"imageViewer"_s);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    m_copy->setName(tr("Copy picture"), u"Ctrl C"_s);
    m_save->setName(tr("Save picture"), u"Ctrl S"_s);
    m_close->setName(tr("Close"), u"Esc"_s);
    connect(m_previous, &QAbstractButton::clicked, this, [this] { show(m_current - 1); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { show(m_current + 1); });
    connect(m_copy, &QAbstractButton::clicked, this, &ImageViewer::copy);
    connect(m_save, &QAbstractButton::clicked, this, [this] { Q_EMIT saveWanted(m_current); });
    connect(m_close, &QAbstractButton::clicked, this, &ImageViewer::finish);
    connect(&source, &Pictures::arrived, this, [this](const QString& key) {
        if (key == m_pictures[m_current].key && m_pixmap.isNull()) load();
    });
    parentWidget()->installEventFilter(this);
    hide();
}

void ImageViewer::open() {
    m_before = QApplication::focusWidget();
    setGeometry(parentWidget()->rect());
    QWidget::show();
    raise();
    setFocus(Qt::PopupFocusReason);
    show(m_current);
}

void ImageViewer::finish() {
    if (isHidden()) return;
    hide();
    if (m_before) m_before->setFocus(Qt::PopupFocusReason);
    deleteLater();
}

void ImageViewer::show(qsizetype index) {
    if (index < 0 || index >= m_pictures.size()) return;
    m_current = index;
    m_zoom = 1;
    m_offset = {};
    m_isMissing = false;
    m_pixmap = {};
    const ViewedPicture& picture = m_pictures[index];
    setAccessibleName(picture.description.isEmpty() ? picture.name : picture.name + u", "_s + picture.description);
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < m_pictures.size());
    m_previous->setVisible(m_pictures.size() > 1);
    m_next->setVisible(m_pictures.size() > 1);
    load();
}

void ImageViewer::load() {
    m_pixmap = m_source.picture(m_pictures[m_current].key, {});
    m_copy->setEnabled(!m_pixmap.isNull());
    update();
}

void ImageViewer::setMissing(const QString& key) {
    if (key != m_pictures[m_current].key || !m_pixmap.isNull()) return;
    m_isMissing = true;
    update();
}

void ImageViewer::copy() {
    if (!m_pixmap.isNull()) QGuiApplication::clipboard()->setPixmap(m_pixmap);
}

double ImageViewer::fitted() const {
    if (m_pixmap.isNull()) return 1;
    const double wide = width() - 2 * m_theme.px(kBesides);
    const double high = height() - 2 * m_theme.px(kBar);
    // A small one is not blown up: its own size is what it was made for.
    return std::min({1.0, wide / m_pixmap.width(), high / m_pixmap.height()});
}

double ImageViewer::scale() const {
    return fitted() * m_zoom;
}

QRectF ImageViewer::pictureRect() const {
    const QSizeF size = QSizeF(m_pixmap.size()) * scale();
    const QPointF middle = QRectF(rect()).center() + m_offset;
    return {middle - QPointF(size.width() / 2, size.height() / 2), size};
}

void ImageViewer::zoomTo(double zoom, const QPointF& at) {
    const double wanted = std::clamp(zoom, 1.0, kMostZoom);
    const QPointF from = at - QRectF(rect()).center() - m_offset;
    m_offset = wanted == 1.0 ? QPointF() : m_offset - from * (wanted / m_zoom - 1);
    m_zoom = wanted;
    update();
}

void ImageViewer::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QColor scrim = m_theme.colour(Token::Base);
    scrim.setAlphaF(kScrim);
    painter.fillRect(rect(), scrim);
    const int bar = m_theme.px(kBar);
    const ViewedPicture& picture = m_pictures[m_current];
    if (m_pixmap.isNull()) {
        const QRect line(0, height() / 2 - bar / 2, width(), bar);
        painter.setFont(m_theme.font(TextStyle::Ui));
        painter.setPen(m_theme.colour(Token::Text2));
        painter.drawText(
            line, Qt::AlignCenter,
            m_isMissing ? tr("This picture cannot be shown. It may have been deleted.") : tr("Loading the picture"));
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, scale() < 2);
        painter.drawPixmap(pictureRect(), m_pixmap, QRectF(m_pixmap.rect()));
    }
    QString words = picture.name;
    if (m_pictures.size() > 1) words += u"  "_s + tr("%1 of %2").arg(m_current + 1).arg(m_pictures.size());
    const int left = m_theme.px(20);
    const QRect line(left, 0, m_copy->x() - 2 * left, bar);
    const bool ltr = layoutDirection() == Qt::LeftToRight;
    const QRect place =
        ltr ? line : QRect(m_copy->geometry().right() + left, 0, width() - m_copy->geometry().right() - 2 * left, bar);
    paintText(painter, words, place, m_theme.font(TextStyle::UiStrong), m_theme.colour(Token::Text), layoutDirection());
}

void ImageViewer::placeButtons() {
    const int gap = m_theme.px(kGap);
    const QSize size = m_close->sizeHint();
    const int y = (m_theme.px(kBar) - size.height()) / 2;
    int x = width() - m_theme.px(12);
    for (IconButton* button : {m_close, m_save, m_copy}) {
        x -= size.width();
        button->setGeometry(mirrored(QRect(QPoint(x, y), size), rect(), layoutDirection()));
        x -= gap;
    }
    // Pages turn the way the eye goes, which is the way of the arrow keys here.
    const int side = m_theme.px(16);
    const int middle = (height() - size.height()) / 2;
    m_previous->setGeometry(QRect(QPoint(side, middle), size));
    m_next->setGeometry(QRect(QPoint(width() - side - size.width(), middle), size));
}

void ImageViewer::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_offset = {};
    m_zoom = 1;
    placeButtons();
}

void ImageViewer::keyPressEvent(QKeyEvent* event) {
    event->accept();
    const QPointF middle = QRectF(rect()).center();
    const bool isControl = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
        case Qt::Key_Escape:
            return finish();
        case Qt::Key_Left:
        case Qt::Key_PageUp:
            return show(m_current - 1);
        case Qt::Key_Right:
        case Qt::Key_PageDown:
            return show(m_current + 1);
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomTo(m_zoom * kStep, middle);
        case Qt::Key_Minus:
            return zoomTo(m_zoom / kStep, middle);
        case Qt::Key_0:
            return zoomTo(1, middle);
        case Qt::Key_C:
            if (isControl) copy();
            return;
        case Qt::Key_S:
            if (isControl) Q_EMIT saveWanted(m_current);
            return;
        default:
            return;
    }
}

void ImageViewer::wheelEvent(QWheelEvent* event) {
    event->accept();
    if (event->angleDelta().y() == 0) return;
    zoomTo(event->angleDelta().y() > 0 ? m_zoom * kStep : m_zoom / kStep, event->position());
}

void ImageViewer::mousePressEvent(QMouseEvent* event) {
    event->accept();  // nothing below
    m_pressedAt = event->position();
    m_draggedFrom = m_offset;
    m_isDragging = false;
}

void ImageViewer::mouseMoveEvent(QMouseEvent* event) {
    const QPointF way = event->position() - m_pressedAt;
    m_isDragging = m_isDragging || way.manhattanLength() >= kDragFrom;
    if (!m_isDragging || m_zoom == 1.0) return;
    m_offset = m_draggedFrom + way;
    update();
}

void ImageViewer::mouseReleaseEvent(QMouseEvent* event) {
    event->accept();
    if (event->button() != Qt::LeftButton || std::exchange(m_isDragging, false)) return;
    if (m_pixmap.isNull() || !pictureRect().contains(event->position())) return finish();
    // Its own size, or twice that where it is shown in its own size already.
    const double own = 1 / fitted();
    zoomTo(m_zoom == 1.0 ? (own > 1.0 ? own : 2.0) : 1.0, event->position());
}

bool ImageViewer::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

bool ImageViewer::focusNextPrevChild(bool next) {
    QList<QWidget*> stops{this};
    for (IconButton* button : {m_previous, m_next, m_copy, m_save, m_close})
        if (button->isVisible() && button->isEnabled()) stops.append(button);
    const qsizetype at = std::max<qsizetype>(stops.indexOf(QApplication::focusWidget()), 0);
    const qsizetype to = (at + (next ? 1 : stops.size() - 1)) % stops.size();
    stops[to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

}  // namespace app
