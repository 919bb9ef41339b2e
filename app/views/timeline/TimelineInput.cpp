#include <QtCore/QTextBoundaryFinder>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

#include "app/views/timeline/TimelineView.h"

// The part of TimelineView that hears mouse and keyboard.

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kWheelLines = 2;

quint64 keyOfRow(const MessageRow& row) {
    return row.id.value();
}

// Distance of a place from a part, for finding the nearest.
int verticalDistance(const QRect& rect, int y) {
    if (y < rect.top()) return rect.top() - y;
    return y > rect.bottom() ? y - rect.bottom() : 0;
}

}  // namespace

TimelineView::Hit TimelineView::hitAt(const QPoint& position) {
    arrange();
    Hit hit;
    for (const Shown& shown : m_shown) {
        if (position.y() < shown.y + shown.layout->bodyTop || position.y() >= shown.y + shown.layout->height) continue;
        hit.row = shown.row;
        hit.layout = shown.layout;
        hit.local = position - QPoint(0, shown.y);
        for (int i = 0; i < hit.layout->zones.size(); ++i) {
            if (hit.layout->zones[i].rect.contains(hit.local)) {
                hit.zone = i;
                break;
            }
        }
        hitText(hit);
        break;
    }
    return hit;
}

void TimelineView::hitText(Hit& hit) const {
    const std::vector<TextPart>& parts = hit.layout->flow.parts;
    int nearest = std::numeric_limits<int>::max();
    for (size_t i = 0; i < parts.size(); ++i) {
        const int distance = verticalDistance(parts[i].rect, hit.local.y());
        const bool beside = !parts[i].endsLine && hit.local.x() > parts[i].rect.right();
        if (distance >= nearest || beside) continue;
        nearest = distance;
        hit.part = int(i);
    }
    if (hit.part < 0) return;
    const TextPart& part = parts[size_t(hit.part)];
    QPoint inside = hit.local - part.origin;
    if (part.isCode) inside.rx() += m_codeScroll.value(keyOfRow(*hit.layout->row)).value(hit.part);
    for (int i = 0; i < part.layout->lineCount(); ++i) {
        const QTextLine line = part.layout->lineAt(i);
        const bool last = i + 1 == part.layout->lineCount();
        if (!last && inside.y() >= part.layout->lineAt(i + 1).y()) continue;
        hit.letter = line.xToCursor(inside.x());
        const QRectF area = line.naturalTextRect();
        hit.onText = part.rect.contains(hit.local) && inside.x() >= area.left() - 2 && inside.x() <= area.right() + 2;
        const int exact = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (int s = 0; hit.onText && s < part.spans.size(); ++s) {
            const TextSpan& span = part.spans[s];
            if (span.kind == SpanKind::Spoiler && span.spoiler < 0) continue;
            if (exact >= span.start && exact < span.start + span.length && inside.x() <= area.right()) hit.span = s;
        }
        return;
    }
}

void TimelineView::setHover(const QPoint& position) {
    const Hit hit = hitAt(position);
    int bar = -1;
    QRect frame;
    const QList<BarButton> buttons = barButtons(&frame);
    const bool inBar = !buttons.isEmpty() && frame.contains(position);
    for (int i = 0; i < buttons.size(); ++i) {
        if (buttons[i].rect.contains(position)) bar = i;
    }
    const bool jump = jumpRect().contains(position);
    // The bar stands above its row: while the mouse is on it, the row below stays the one that is meant.
    const int row = inBar ? m_hoverRow : hit.row;
    const int zone = inBar || jump ? -1 : hit.zone;
    const int part = inBar || jump || hit.span < 0 ? -1 : hit.part;
    const int span = inBar || jump ? -1 : hit.span;
    const bool same = row == m_hoverRow && zone == m_hoverZone && part == m_hoverPart && span == m_hoverSpan &&
                      bar == m_hoverBar && jump == m_hoverJump;
    m_hoverRow = row;
    m_hoverZone = zone;
    m_hoverPart = part;
    m_hoverSpan = span;
    m_hoverBar = bar;
    m_hoverJump = jump;
    const auto clickable = [&] {
        if (inBar) return false;
        if (jump || zone >= 0) return zone < 0 || hit.layout->zones[zone].kind != ZoneKind::Time;
        if (span < 0) return false;
        const SpanKind kind = hit.layout->flow.parts[size_t(part)].spans[span].kind;
        return kind != SpanKind::Plain && kind != SpanKind::Code && kind != SpanKind::CustomEmoji;
    };
    if (clickable())
        viewport()->setCursor(Qt::PointingHandCursor);
    else if (hit.onText && !inBar)
        viewport()->setCursor(Qt::IBeamCursor);
    else
        viewport()->unsetCursor();
    if (!same) viewport()->update();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    m_keyboardMode = false;
    m_barFocus = -1;
    const QPoint position = event->position().toPoint();
    setHover(position);
    if (event->button() != Qt::LeftButton) return;
    m_pressed = hitAt(position);
    m_pressedAt = position;
    m_selection.reset();
    m_selecting = false;
    if (m_hoverBar < 0 && !m_hoverJump && m_pressed.row >= 0) {
        m_current = m_pressed.row;
        if (m_pressed.part >= 0 && m_pressed.zone < 0) {
            m_selecting = true;
            m_selectionRow = m_pressed.row;
            m_selectionStart = {size_t(m_pressed.part), m_pressed.letter};
        }
    }
    viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    if (!(event->buttons() & Qt::LeftButton) || !m_selecting) {
        setHover(position);
        return;
    }
    // Within the row it began in: beyond its edges the first or last letter counts.
    const QRect area = rowRect(m_selectionRow);
    if (area.isNull()) return;
    const int top = area.top() + (m_pressed.layout ? m_pressed.layout->bodyTop : 0);
    const QPoint inside(position.x(), qBound(top, position.y(), area.bottom()));
    const Hit hit = hitAt(inside);
    if (hit.row != m_selectionRow || hit.part < 0) return;
    const std::pair<size_t, int> here{size_t(hit.part), hit.letter};
    const auto [first, last] = std::minmax(m_selectionStart, here);
    m_selection = TextRange{first.first, first.second, last.first, last.second};
    viewport()->update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const QPoint position = event->position().toPoint();
    const bool selected = hasSelection();
    m_selecting = false;
    const Hit hit = hitAt(position);
    const bool moved = (position - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (m_hoverJump && !moved) {
        scrollToEnd();
    } else if (m_hoverBar >= 0 && !moved) {
        const QList<BarButton> buttons = barButtons();
        if (m_hoverBar < buttons.size()) runBar(buttons[m_hoverBar].action);
    } else if (!selected && hit.row >= 0 && hit.row == m_pressed.row) {
        if (hit.zone >= 0 && hit.zone == m_pressed.zone)
            activateZone(hit);
        else if (hit.span >= 0 && hit.span == m_pressed.span && hit.part == m_pressed.part)
            activateSpan(hit);
    }
    m_pressed = {};
    setHover(position);
    viewport()->update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const Hit hit = hitAt(event->position().toPoint());
    if (hit.row < 0 || hit.part < 0 || !hit.onText || hit.zone >= 0) return;
    const QString text = hit.layout->flow.parts[size_t(hit.part)].layout->text();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(hit.letter);
    const int to = finder.isAtBoundary() && (finder.boundaryReasons() & QTextBoundaryFinder::EndOfItem)
                       ? hit.letter
                       : int(finder.toNextBoundary());
    finder.setPosition(to);
    const int from = int(finder.toPreviousBoundary());
    m_selectionRow = hit.row;
    m_selection = TextRange{size_t(hit.part), qMax(0, from), size_t(hit.part), to};
    viewport()->update();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = byKey ? m_current : hitAt(event->pos()).row;
    const MessageRowPtr message = rowAt(row);
    if (!message) return;
    m_current = row;
    const QPoint where = byKey ? globalRect(rowRect(row)).center() : event->globalPos();
    Q_EMIT menuWanted(message->id, where);
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint pixels = event->pixelDelta();
    const QPoint angle = event->angleDelta();
    const bool sideways = qAbs(angle.x()) > qAbs(angle.y()) || (event->modifiers() & Qt::ShiftModifier);
    if (sideways) {
        scrollCode(hitAt(event->position().toPoint()), -(angle.x() != 0 ? angle.x() : angle.y()) / 2);
        event->accept();
        return;
    }
    const int step = m_theme.lineHeight(TextStyle::Message) * kWheelLines;
    const int dy = !pixels.isNull() ? -pixels.y() : -angle.y() * step / 120;
    scrollBy(dy);
    setHover(event->position().toPoint());
    event->accept();
}

void TimelineView::scrollCode(const Hit& hit, int by) {
    if (hit.part < 0 || !hit.layout) return;
    const TextPart& part = hit.layout->flow.parts[size_t(hit.part)];
    if (!part.isCode || !part.frame.contains(hit.local)) return;
    int& scrolled = m_codeScroll[keyOfRow(*hit.layout->row)][hit.part];
    scrolled = qBound(0, scrolled + by, qMax(0, part.naturalWidth - part.rect.width()));
    viewport()->update();
}

void TimelineView::leaveEvent(QEvent* event) {
    QAbstractScrollArea::leaveEvent(event);
    m_hoverRow = m_hoverZone = m_hoverPart = m_hoverSpan = m_hoverBar = -1;
    m_hoverJump = false;
    viewport()->update();
}

QRect TimelineView::globalRect(const QRect& rect) const {
    return {viewport()->mapToGlobal(rect.topLeft()), rect.size()};
}

void TimelineView::activateZone(const Hit& hit) {
    const RowZone& zone = hit.layout->zones[hit.zone];
    const MessageRow& message = *hit.layout->row;
    const QRect area = globalRect(zone.rect.translated(0, rowRect(hit.row).top()));
    switch (zone.kind) {
        case ZoneKind::Author:
            return Q_EMIT personActivated(message.author.id, area);
        case ZoneKind::Time:
            return;
        case ZoneKind::Reply:
            if (!message.reply->gone) Q_EMIT replyActivated(message.reply->id);
            return;
        case ZoneKind::CopyCode:
            return copyCode(*hit.layout, zone.index);
        case ZoneKind::Picture:
        case ZoneKind::File:
            if (hit.layout->files[size_t(zone.index)].covered) {
                m_revealed[keyOfRow(message)].insert(kFileSpoiler + zone.index);
                return relayout();
            }
            if (message.attachments[zone.index].uploading) return;
            return Q_EMIT attachmentActivated(message.id, zone.index);
        case ZoneKind::CancelUpload:
            return Q_EMIT uploadCancelled(message.attachments[zone.index].uploadId);
        case ZoneKind::EmbedTitle:
            return Q_EMIT linkActivated(QUrl(message.embeds[zone.index].url));
        case ZoneKind::EmbedPicture:
            return Q_EMIT embedActivated(message.id, zone.index);
        case ZoneKind::Reaction:
            return Q_EMIT reactionToggled(message.id, message.reactions[zone.index]);
        case ZoneKind::AddReaction:
            return Q_EMIT reactWanted(message.id, area);
        case ZoneKind::Thread:
            return Q_EMIT threadActivated(message.thread->id);
        case ZoneKind::SendAgain:
            return Q_EMIT sendAgainWanted(message.nonce);
        case ZoneKind::Rewrite:
            return Q_EMIT rewriteWanted(message.nonce);
        case ZoneKind::Discard:
            return Q_EMIT discardWanted(message.nonce);
    }
}

bool TimelineView::activateSpan(const Hit& hit) {
    const TextPart& part = hit.layout->flow.parts[size_t(hit.part)];
    const TextSpan& span = part.spans[hit.span];
    const MessageRow& message = *hit.layout->row;
    const QList<QRectF> rects = spanRects(part, span.start, span.length);
    const QRect area = rects.isEmpty() ? QRect() : rects.first().toRect();
    const QRect global = globalRect(area.translated(0, rowRect(hit.row).top()));
    switch (span.kind) {
        case SpanKind::Link:
            if (span.target.startsWith("guildhall:"_L1) && hit.layout->system) {
                Q_EMIT systemLinkActivated(message.id, span.target.mid(10));
            } else {
                Q_EMIT linkActivated(QUrl(span.target));
            }
            return true;
        case SpanKind::User:
            Q_EMIT personActivated(shared::UserId(span.id), global);
            return true;
        case SpanKind::Author:
            Q_EMIT personActivated(span.id != 0 ? shared::UserId(span.id) : message.author.id, global);
            return true;
        case SpanKind::Role:
            Q_EMIT roleActivated(shared::RoleId(span.id), global);
            return true;
        case SpanKind::Channel:
            Q_EMIT channelActivated(shared::ChannelId(span.id));
            return true;
        case SpanKind::Spoiler:
            if (span.spoiler < 0) return false;
            m_revealed[keyOfRow(message)].insert(span.spoiler);
            relayout();
            return true;
        default:
            return false;
    }
}

void TimelineView::runBar(BarAction action) {
    const int row = barRow();
    const MessageRowPtr message = rowAt(row);
    if (!message) return;
    QRect area;
    for (const BarButton& button : barButtons()) {
        if (button.action == action) area = globalRect(button.rect);
    }
    switch (action) {
        case BarAction::React:
            return Q_EMIT reactWanted(message->id, area);
        case BarAction::Reply:
            return Q_EMIT replyWanted(message->id);
        case BarAction::Thread:
            return Q_EMIT threadWanted(message->id);
        case BarAction::Edit:
            return Q_EMIT editWanted(message->id);
        case BarAction::More:
            return Q_EMIT menuWanted(message->id, area.bottomLeft());
    }
}

bool TimelineView::runKey(QKeyEvent* event, const MessageRow& message) {
    const Qt::KeyboardModifiers held = event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    if (held != Qt::NoModifier) return false;
    const QRect area = globalRect(rowRect(m_current));
    const auto when = [&](bool allowed, auto&& act) {
        if (allowed) act();
        return allowed;
    };
    switch (event->key()) {
        case Qt::Key_R:
            return when(message.can.reply, [&] { Q_EMIT replyWanted(message.id); });
        case Qt::Key_T:
            return when(message.can.thread, [&] { Q_EMIT threadWanted(message.id); });
        case Qt::Key_E:
            return when(message.can.edit, [&] { Q_EMIT editWanted(message.id); });
        case Qt::Key_Plus:
            return when(message.can.react, [&] { Q_EMIT reactWanted(message.id, area); });
        case Qt::Key_P:
            return when(message.can.pin, [&] { Q_EMIT pinWanted(message.id); });
        case Qt::Key_U:
            return when(!message.id.isNull(), [&] { Q_EMIT unreadFromWanted(message.id); });
        case Qt::Key_F:
            return when(!message.id.isNull(), [&] { Q_EMIT forwardWanted(message.id); });
        case Qt::Key_Delete:
            if (message.state == MessageState::Failed) {
                Q_EMIT discardWanted(message.nonce);
                return true;
            }
            return when(message.can.remove, [&] { Q_EMIT deleteWanted(message.id, shift); });
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Menu:
            Q_EMIT menuWanted(message.id, area.center());
            return true;
        default:
            return false;
    }
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    m_keyboardMode = true;
    if (event == QKeySequence::Copy) return copySelection();
    if (m_barFocus >= 0) {
        const QList<BarButton> buttons = barButtons();
        const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
        const int step = event->key() == Qt::Key_Right ? forward : event->key() == Qt::Key_Left ? -forward : 0;
        if (step != 0) {
            m_barFocus = qBound(0, m_barFocus + step, int(buttons.size()) - 1);
            return viewport()->update();
        }
        const bool press =
            event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
        if (press && m_barFocus < buttons.size()) return runBar(buttons[m_barFocus].action);
        if (event->key() == Qt::Key_Escape) {
            m_barFocus = -1;
            return viewport()->update();
        }
        m_barFocus = -1;
    }
    const int page = viewport()->height() - m_theme.lineHeight(TextStyle::Message) * 2;
    switch (event->key()) {
        case Qt::Key_Up:
            return moveCurrent(-1);
        case Qt::Key_Down:
            return moveCurrent(1);
        case Qt::Key_Home:
            setCurrentRow(0);
            return;
        case Qt::Key_End:
            setCurrentRow(rowCount() - 1);
            return scrollToEnd();
        case Qt::Key_PageUp:
            return scrollBy(-page);
        case Qt::Key_PageDown:
            return scrollBy(page);
        default:
            break;
    }
    const MessageRowPtr message = rowAt(m_current);
    if (message && runKey(event, *message)) return event->accept();
    event->ignore();
}

void TimelineView::moveCurrent(int by) {
    arrange();
    if (rowCount() == 0) return;
    const auto [first, last] = visibleRows();
    int next = m_current + by;
    // From nowhere, or from a row that was scrolled away, begin at the edge of what is seen.
    if (m_current < first || m_current > last) next = by < 0 ? last : first;
    setCurrentRow(qBound(0, next, rowCount() - 1));
}

void TimelineView::setCurrentRow(int row) {
    if (row < 0 || row >= rowCount()) return;
    m_current = row;
    ensureVisible(row);
    viewport()->update();
    tellReader(row, QAccessible::Focus);
}

void TimelineView::ensureVisible(int row) {
    const QRect area = rowRect(row);
    if (area.isNull()) {
        const bool below = !m_shown.empty() && row > m_shown.back().row;
        m_followEnd = false;
        m_anchorRow = row;
        m_anchorY = headHeight();
        schedule();
        arrange();
        if (below) {
            const QRect now = rowRect(row);
            scrollBy(now.bottom() + 1 - (viewport()->height() - endPad()));
        }
        return;
    }
    if (area.top() < 0)
        scrollBy(area.top() - endPad());
    else if (area.bottom() >= viewport()->height())
        scrollBy(area.bottom() + endPad() - viewport()->height());
}

void TimelineView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    const Qt::FocusReason reason = event->reason();
    m_keyboardMode =
        reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    const auto [first, last] = visibleRows();
    if (m_keyboardMode && (m_current < first || m_current > last)) m_current = last;
    viewport()->update();
}

void TimelineView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    m_barFocus = -1;
    viewport()->update();
}

bool TimelineView::focusNextPrevChild(bool next) {
    if (next && m_barFocus < 0 && m_keyboardMode && !rowRect(m_current).isNull()) {
        m_barFocus = 0;
        if (!barButtons().isEmpty()) {
            viewport()->update();
            return true;
        }
    }
    const bool back = !next && m_barFocus >= 0;
    m_barFocus = -1;
    viewport()->update();
    return back || QAbstractScrollArea::focusNextPrevChild(next);
}

QString TimelineView::selectedText() const {
    if (!hasSelection()) return {};
    for (const Shown& shown : m_shown) {
        if (shown.row != m_selectionRow) continue;
        return flowText(shown.layout->flow, m_selection->fromPart, m_selection->from, m_selection->toPart,
                        m_selection->to);
    }
    return {};
}

void TimelineView::copySelection() {
    QString text = selectedText();
    if (text.isEmpty()) {
        const MessageRowPtr message = rowAt(m_current);
        if (message) text = message->content;
    }
    if (text.isEmpty()) return;
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied();
}

void TimelineView::copyCode(const RowLayout& layout, int part) {
    const TextPart& code = layout.flow.parts[size_t(part)];
    QString text = code.layout->text();
    text.replace(QChar::LineSeparator, u'\n');
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied();
}

QString TimelineView::tipAt(const QPoint& position) {
    const QList<BarButton> buttons = barButtons();
    for (const BarButton& button : buttons) {
        if (!button.rect.contains(position)) continue;
        const QString names[] = {tr("Add reaction  +"), tr("Reply  R"), tr("Start a thread  T"), tr("Edit  E"),
                                 tr("More")};
        return names[size_t(button.action)];
    }
    if (jumpRect().contains(position)) return tr("Jump to now  End");
    const Hit hit = hitAt(position);
    if (hit.row < 0) return {};
    const MessageRow& message = *hit.layout->row;
    if (hit.zone >= 0) {
        const RowZone& zone = hit.layout->zones[hit.zone];
        if (zone.kind == ZoneKind::Time) return m_times.full(message.timestampMs);
        if (zone.kind == ZoneKind::CopyCode) return tr("Copy");
        if (zone.kind == ZoneKind::CancelUpload) return tr("Cancel");
        if (zone.kind == ZoneKind::AddReaction) return tr("Add reaction");
        if (zone.kind == ZoneKind::File || zone.kind == ZoneKind::Picture) {
            const AttachmentRow& file = message.attachments[zone.index];
            return file.description.isEmpty() ? file.fileName : file.description;
        }
        if (zone.kind == ZoneKind::Reaction) return message.reactions[zone.index].name;
        return {};
    }
    if (hit.span < 0) return {};
    const TextSpan& span = hit.layout->flow.parts[size_t(hit.part)].spans[hit.span];
    if (span.kind == SpanKind::Link && !hit.layout->system) return span.target;
    if (span.kind == SpanKind::Plain && message.editedMs > 0) return m_times.full(message.editedMs);
    return span.plain;
}

bool TimelineView::viewportEvent(QEvent* event) {
    // Only the window itself hears of ActivationChange. What came meanwhile is seen from now on.
    if (event->type() == QEvent::WindowActivate) schedule();
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = tipAt(help->pos());
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), tip, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace app
