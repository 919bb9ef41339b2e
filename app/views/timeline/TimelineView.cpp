#include "app/views/timeline/TimelineView.h"

#include <QtCore/QAbstractItemModel>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>

#include "app/views/timeline/TimelineAccessible.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kEstimate = 44;
constexpr int kPad = 16;
constexpr int kLoaderHeight = 48;
constexpr int kIntroHeight = 176;
constexpr int kNearRows = 25;
constexpr size_t kKeptLayouts = 400;
constexpr int kHideBarMs = 1000;
constexpr qint64 kMinuteMs = 60'000;

quint64 keyOf(const MessageRow& row) {
    return row.id.isNull() ? (quint64(qHash(row.nonce)) | (quint64(1) << 63)) : row.id.value();
}

}  // namespace

TimelineView::TimelineView(const Theme& theme, Pictures& pictures, const shared::Clock& clock, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_pictures(pictures),
      m_clock(clock),
      m_scroll(new QScrollBar(Qt::Vertical, this)),
      m_estimate(theme.px(kEstimate)) {
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    setAccessibleName(tr("Messages"));
    TimelineAccessible::install();
    viewport()->setMouseTracking(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->hide();
    m_hideBar.setSingleShot(true);
    m_hideBar.setInterval(kHideBarMs);
    connect(&m_hideBar, &QTimer::timeout, this, [this] {
        if (m_theme.kind() == ThemeKind::Contrast || m_scroll->underMouse() || m_scroll->isSliderDown()) return;
        m_scroll->hide();
    });
    connect(m_scroll, &QScrollBar::valueChanged, this, &TimelineView::barMoved);
    connect(&theme, &Theme::changed, this, &TimelineView::relayout);
    connect(&pictures, &Pictures::arrived, viewport(), qOverload<>(&QWidget::update));
    m_flash.setStartValue(1.0);
    m_flash.setEndValue(0.0);
    m_flash.setEasingCurve(QEasingCurve::InCubic);
    connect(&m_flash, &QVariantAnimation::valueChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&m_flash, &QVariantAnimation::finished, this, [this] {
        m_flashKey = 0;
        viewport()->update();
    });
}

TimelineView::~TimelineView() = default;

void TimelineView::setModel(QAbstractItemModel* model) {
    if (m_model) m_model->disconnect(this);
    m_model = model;
    m_revealed.clear();
    m_codeScroll.clear();
    m_newFirst = {};
    m_seen = {};
    m_current = -1;
    m_anchorRow = -1;
    m_followEnd = true;
    if (model) {
        connect(model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex&, int first, int last) { rowsInserted(first, last); });
        connect(model, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex&, int first, int last) { rowsRemoved(first, last); });
        connect(model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex& first, const QModelIndex& last) { dataChanged(first.row(), last.row()); });
        connect(model, &QAbstractItemModel::modelReset, this, &TimelineView::modelReset);
        connect(model, &QAbstractItemModel::layoutChanged, this, &TimelineView::modelReset);
    }
    modelReset();
}

void TimelineView::setNames(const MentionNames* names) {
    m_names = names;
    relayout();
}

void TimelineView::namesChanged() {
    relayout();
}

void TimelineView::setOffline(bool offline) {
    if (m_isOffline == offline) return;
    m_isOffline = offline;
    // What was asked for when the connection went is asked for again.
    m_olderAsked = m_newerAsked = false;
    relayout();
}

void TimelineView::setTimes(const TimeText& times) {
    m_times = times;
    relayout();
}

void TimelineView::setOlderAvailable(bool available) {
    m_olderAvailable = available;
    m_olderAsked = false;
    schedule();
}

void TimelineView::setNewerAvailable(bool available) {
    m_newerAvailable = available;
    m_newerAsked = false;
    if (available && m_followEnd) {
        m_followEnd = false;
        Q_EMIT atEndChanged(false);
    }
    schedule();
}

void TimelineView::setIntroduction(const QString& icon, const QString& title, const QString& text) {
    m_introIcon = icon;
    m_introTitle = title;
    m_introText = text;
    schedule();
}

int TimelineView::rowCount() const {
    return m_model ? m_model->rowCount() : 0;
}

MessageRowPtr TimelineView::rowAt(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return m_model->index(row, 0).data(MessageRoles::RowRole).value<MessageRowPtr>();
}

int TimelineView::rowOf(shared::MessageId message) const {
    if (message.isNull()) return -1;
    // Rows are in the order of their ids, but for those that wait at the end.
    int low = 0;
    int high = rowCount();
    while (low < high) {
        const int middle = (low + high) / 2;
        const MessageRowPtr row = rowAt(middle);
        if (!row || row->id.isNull() || row->id >= message)
            high = middle;
        else
            low = middle + 1;
    }
    const MessageRowPtr found = rowAt(low);
    return found && found->id == message ? low : -1;
}

RowPlace TimelineView::placeOf(int row, const MessageRowPtr& message) const {
    RowPlace place;
    place.newLine = !m_newFirst.isNull() && message->id == m_newFirst;
    if (place.newLine) place.newText = m_newText;
    const MessageRowPtr before = rowAt(row - 1);
    place.first = !before;
    place.dayLine = before ? !TimeText::sameDay(before->timestampMs, message->timestampMs) : !m_olderAvailable;
    const bool sameAuthor = before && before->author.id == message->author.id &&
                            before->author.name == message->author.name && !isSystemMessage(before->type);
    const qint64 apart = before ? message->timestampMs - before->timestampMs : 0;
    place.groupStart = !sameAuthor || place.dayLine || place.newLine || message->reply.has_value() ||
                       isSystemMessage(message->type) || apart > m_theme.metrics().timelineGroupMinutes * kMinuteMs;
    return place;
}

std::shared_ptr<const RowLayout> TimelineView::layoutOf(int row) {
    const MessageRowPtr message = rowAt(row);
    if (!message) return nullptr;
    const RowPlace place = placeOf(row, message);
    const quint64 key = keyOf(*message);
    Cached& cached = m_cache[key];
    cached.used = m_turn;
    const RowLayout* old = cached.layout.get();
    const bool fits = old && old->row == message && old->place == place && old->width == viewport()->width() &&
                      old->generation == m_generation;
    if (!fits) {
        RowContext context{.theme = m_theme, .names = m_names, .times = m_times};
        context.nowMs = m_clock.nowMs();
        context.width = viewport()->width();
        context.direction = layoutDirection();
        context.revealed = m_revealed.value(key);
        context.generation = m_generation;
        context.isOffline = m_isOffline;
        cached.layout = layOutRow(message, place, context);
    }
    m_heights.set(row, cached.layout->height);
    return cached.layout;
}

void TimelineView::relayout() {
    ++m_generation;
    schedule();
}

void TimelineView::schedule() {
    m_dirty = true;
    viewport()->update();
}

int TimelineView::headHeight() const {
    if (m_olderAvailable) return m_theme.px(kLoaderHeight);
    return m_theme.px(kPad) + (m_introTitle.isEmpty() ? 0 : m_theme.px(kIntroHeight));
}

int TimelineView::endPad() const {
    return m_theme.px(kPad);
}

void TimelineView::arrange() {
    if (!m_dirty || m_arranging) return;
    const int count = rowCount();
    // A model that is just changing: its signal is still to come.
    if (m_heights.count() != count) return;
    m_arranging = true;
    m_dirty = false;
    ++m_turn;
    const bool wasAtEnd = m_followEnd;
    m_shown.clear();
    if (count > 0) {
        if (m_followEnd || m_anchorRow < 0 || m_anchorRow >= count) {
            const auto last = layoutOf(count - 1);
            fillFrom(count - 1, viewport()->height() - endPad() - last->height);
        } else {
            fillFrom(m_anchorRow, m_anchorY);
        }
        settleEnds();
        dropHidden();
        chooseAnchor();
    } else {
        m_followEnd = !m_newerAvailable;
    }
    if (m_followEnd) m_unseen = 0;
    trimCache();
    updateBar();
    m_arranging = false;
    if (m_followEnd != wasAtEnd) Q_EMIT atEndChanged(m_followEnd);
    askForMore();
    reportSeen();
}

void TimelineView::fillFrom(int row, int y) {
    m_shown.push_back({row, y, layoutOf(row)});
    extendDown();
    extendUp();
}

void TimelineView::extendDown() {
    const int count = rowCount();
    while (m_shown.back().row + 1 < count) {
        const Shown& last = m_shown.back();
        const int bottom = last.y + last.layout->height;
        if (bottom >= viewport()->height()) break;
        const int row = last.row + 1;
        m_shown.push_back({row, bottom, layoutOf(row)});
    }
}

void TimelineView::extendUp() {
    while (m_shown.front().row > 0 && m_shown.front().y > 0) {
        const int row = m_shown.front().row - 1;
        const auto layout = layoutOf(row);
        m_shown.push_front({row, m_shown.front().y - layout->height, layout});
    }
}

void TimelineView::shiftBy(int dy) {
    for (Shown& shown : m_shown)
        shown.y += dy;
}

// Nothing below the last row, nothing above the first; few rows stand at the bottom.
void TimelineView::settleEnds() {
    const int count = rowCount();
    const int limit = viewport()->height() - endPad();
    const auto bottom = [&] { return m_shown.back().y + m_shown.back().layout->height; };
    if (m_shown.back().row == count - 1 && bottom() < limit) {
        shiftBy(limit - bottom());
        extendUp();
    }
    const int head = headHeight();
    if (m_shown.front().row == 0 && m_shown.front().y > head) {
        shiftBy(head - m_shown.front().y);
        extendDown();
        if (m_shown.back().row == count - 1 && bottom() < limit) shiftBy(limit - bottom());
    }
}

void TimelineView::dropHidden() {
    const int height = viewport()->height();
    while (m_shown.size() > 1 && m_shown.front().y + m_shown.front().layout->height <= 0)
        m_shown.pop_front();
    while (m_shown.size() > 1 && m_shown.back().y >= height)
        m_shown.pop_back();
}

void TimelineView::chooseAnchor() {
    const Shown& last = m_shown.back();
    m_followEnd = !m_newerAvailable && last.row == rowCount() - 1 &&
                  last.y + last.layout->height <= viewport()->height() - endPad() + 1;
    const auto whole = std::find_if(m_shown.begin(), m_shown.end(), [](const Shown& shown) { return shown.y >= 0; });
    const Shown& anchor = whole == m_shown.end() ? m_shown.front() : *whole;
    m_anchorRow = anchor.row;
    m_anchorY = anchor.y;
}

void TimelineView::trimCache() {
    if (m_cache.size() <= kKeptLayouts) return;
    std::erase_if(m_cache, [this](const auto& entry) { return entry.second.used + kKeptLayouts / 8 < m_turn; });
    if (m_cache.size() <= 2 * kKeptLayouts) return;
    std::erase_if(m_cache, [this](const auto& entry) { return entry.second.used != m_turn; });
}

void TimelineView::updateBar() {
    const qint64 total = m_heights.total() + headHeight() + endPad();
    const int height = viewport()->height();
    const QSignalBlocker blocker(m_scroll);
    m_scroll->setPageStep(height);
    m_scroll->setSingleStep(m_theme.lineHeight(TextStyle::Message) * 2);
    if (!m_scroll->isSliderDown()) {
        m_scroll->setRange(0, int(qMax<qint64>(0, total - height)));
        if (!m_shown.empty()) {
            const Shown& first = m_shown.front();
            m_scroll->setValue(int(m_heights.top(first.row) + headHeight() - first.y));
        }
    }
    if (m_theme.kind() == ThemeKind::Contrast) m_scroll->setVisible(m_scroll->maximum() > 0);
}

void TimelineView::askForMore() {
    if (m_shown.empty() || m_isOffline) return;
    if (m_olderAvailable && !m_olderAsked && m_shown.front().row < kNearRows) {
        m_olderAsked = true;
        QMetaObject::invokeMethod(this, &TimelineView::olderWanted, Qt::QueuedConnection);
    }
    if (m_newerAvailable && !m_newerAsked && m_shown.back().row >= rowCount() - kNearRows) {
        m_newerAsked = true;
        QMetaObject::invokeMethod(this, &TimelineView::newerWanted, Qt::QueuedConnection);
    }
}

void TimelineView::reportSeen() {
    if (m_shown.empty() || !isVisible() || !window()->isActiveWindow()) return;
    for (auto it = m_shown.rbegin(); it != m_shown.rend(); ++it) {
        const shared::MessageId id = it->layout->row->id;
        if (id.isNull() || it->y + it->layout->height > viewport()->height() + endPad()) continue;
        if (id > m_seen) {
            m_seen = id;
            QMetaObject::invokeMethod(
                this, [this, id] { Q_EMIT seen(id); }, Qt::QueuedConnection);
        }
        return;
    }
}

void TimelineView::scrollBy(int dy) {
    arrange();
    if (m_shown.empty() || dy == 0) return;
    m_followEnd = false;
    m_anchorRow = m_shown.front().row;
    m_anchorY = m_shown.front().y - dy;
    schedule();
    arrange();
    if (m_scroll->maximum() > 0) m_scroll->show();
    m_hideBar.start();
}

void TimelineView::barMoved(int value) {
    if (m_heights.count() == 0) return;
    const qint64 y = qint64(value) - headHeight();
    m_followEnd = false;
    m_anchorRow = m_heights.rowAt(y);
    m_anchorY = int(m_heights.top(m_anchorRow) - y);
    schedule();
    m_hideBar.start();
}

void TimelineView::placeOverlays() {
    const int wide = m_theme.px(12);
    QRect bar(width() - wide, 0, wide, height());
    if (layoutDirection() == Qt::RightToLeft) bar.moveLeft(0);
    m_scroll->setGeometry(bar);
    m_scroll->raise();
}

void TimelineView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    placeOverlays();
    schedule();
}

void TimelineView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) relayout();
}

void TimelineView::rowsInserted(int first, int last) {
    const int number = last - first + 1;
    const bool atFront = first == 0;
    const bool atBack = last == rowCount() - 1;
    m_heights.insert(first, number, m_estimate);
    if (m_anchorRow >= first) m_anchorRow += number;
    if (m_current >= first) m_current += number;
    if (m_selectionRow >= first) m_selectionRow += number;
    m_hoverRow = -1;
    if (atFront) m_olderAsked = false;
    if (atBack) {
        m_newerAsked = false;
        if (!m_followEnd) m_unseen += number;
    }
    if (atBack && !atFront && number == 1 && isVisible()) tellReader(last, QAccessible::Alert);
    schedule();
}

void TimelineView::rowsRemoved(int first, int last) {
    const int number = last - first + 1;
    m_heights.remove(first, number);
    const auto follow = [&](int& row) {
        if (row > last)
            row -= number;
        else if (row >= first)
            row = -1;
    };
    if (m_anchorRow >= first && m_anchorRow <= last)
        m_anchorRow = qMin(first, rowCount() - 1);
    else
        follow(m_anchorRow);
    follow(m_selectionRow);
    if (m_selectionRow < 0) m_selection.reset();
    if (m_current >= first && m_current <= last)
        m_current = qMin(first, rowCount() - 1);
    else
        follow(m_current);
    m_hoverRow = -1;
    schedule();
}

void TimelineView::modelReset() {
    const Position before = position();
    m_heights.clear();
    m_shown.clear();
    m_heights.insert(0, rowCount(), m_estimate);
    m_olderAsked = m_newerAsked = false;
    m_selection.reset();
    m_selectionRow = m_hoverRow = -1;
    m_current = qMin(m_current, rowCount() - 1);
    if (!before.atEnd && !restore(before)) m_followEnd = !m_newerAvailable;
    schedule();
}

void TimelineView::dataChanged(int first, int last) {
    if (m_selectionRow >= first && m_selectionRow <= last) m_selection.reset();
    if (!m_shown.empty() && (last < m_shown.front().row - 1 || first > m_shown.back().row)) return;
    schedule();
}

void TimelineView::setNewSince(shared::MessageId first, int count, qint64 sinceMs) {
    m_newFirst = first;
    if (sinceMs > 0)
        m_newText = tr("%1 new since %2").arg(count).arg(m_times.time(sinceMs));
    else
        m_newText = tr("%1 new").arg(count);
    schedule();
}

void TimelineView::openAtNewLine() {
    const int row = rowOf(m_newFirst);
    if (row < 0) return scrollToEnd();
    m_followEnd = false;
    m_anchorRow = row;
    m_anchorY = viewport()->height() / 3;
    schedule();
}

void TimelineView::scrollToEnd() {
    if (m_newerAvailable) {
        Q_EMIT presentWanted();
        return;
    }
    const bool was = m_followEnd;
    m_followEnd = true;
    m_unseen = 0;
    schedule();
    if (!was) Q_EMIT atEndChanged(true);
}

bool TimelineView::jumpTo(shared::MessageId message, bool flash) {
    const int row = rowOf(message);
    if (row < 0) return false;
    m_followEnd = false;
    m_anchorRow = row;
    m_anchorY = viewport()->height() / 3;
    schedule();
    if (flash) startFlash(message);
    return true;
}

void TimelineView::startFlash(shared::MessageId message) {
    m_flash.stop();
    const int duration = m_theme.motion().flash;
    if (duration <= 0) return;
    m_flashKey = message.value();
    m_flash.setDuration(duration);
    m_flash.start();
}

TimelineView::Position TimelineView::position() const {
    Position position;
    position.atEnd = m_followEnd;
    for (const Shown& shown : m_shown) {
        if (shown.layout->row->id.isNull() || (shown.y < 0 && shown.row != m_shown.back().row)) continue;
        position.message = shown.layout->row->id;
        position.offset = shown.y;
        break;
    }
    return position;
}

bool TimelineView::restore(const Position& position) {
    if (position.atEnd) {
        scrollToEnd();
        return true;
    }
    const int row = rowOf(position.message);
    if (row < 0) return false;
    m_followEnd = false;
    m_anchorRow = row;
    m_anchorY = position.offset;
    schedule();
    return true;
}

std::pair<int, int> TimelineView::visibleRows() {
    arrange();
    return m_shown.empty() ? std::pair(-1, -1) : std::pair(m_shown.front().row, m_shown.back().row);
}

QRect TimelineView::rowRect(int row) {
    arrange();
    for (const Shown& shown : m_shown) {
        if (shown.row == row) return {0, shown.y, viewport()->width(), shown.layout->height};
    }
    return {};
}

}  // namespace app
