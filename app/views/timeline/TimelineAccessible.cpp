#include "app/views/timeline/TimelineAccessible.h"

#include <QtCore/QAbstractItemModel>

#include "app/views/timeline/TimelineView.h"
#include "shared/text/MarkdownParser.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

// One message. Holds its row's number: rows that move are asked for anew.
class RowAccessible : public QAccessibleInterface {
 public:
    RowAccessible(TimelineView* view, int row) : m_view(view), m_row(row) {}

    int row() const { return m_row; }
    bool isValid() const override { return m_view && m_view->model() && m_row < m_view->model()->rowCount(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Name && isValid() ? m_view->describe(m_row) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override {
        if (!m_view) return {};
        const QRect area = m_view->rowRect(m_row);
        return area.isNull() ? QRect() : QRect(m_view->viewport()->mapToGlobal(area.topLeft()), area.size());
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = true;
        state.focused = m_view && m_view->hasFocus() && m_view->currentRow() == m_row;
        state.offscreen = rect().isNull();
        return state;
    }

 private:
    QPointer<TimelineView> m_view;
    int m_row;
};

QAccessibleInterface* make(const QString& name, QObject* object) {
    if (name != "app::TimelineView"_L1) return nullptr;
    return new TimelineAccessible(static_cast<TimelineView*>(object));
}

}  // namespace

TimelineAccessible::TimelineAccessible(TimelineView* view) : QAccessibleWidget(view, QAccessible::List) {}

TimelineAccessible::~TimelineAccessible() {
    for (const QAccessible::Id id : std::as_const(m_children))
        QAccessible::deleteAccessibleInterface(id);
}

void TimelineAccessible::install() {
    QAccessible::installFactory(make);
}

TimelineView* TimelineAccessible::view() const {
    return static_cast<TimelineView*>(object());
}

int TimelineAccessible::childCount() const {
    return view() && view()->model() ? view()->model()->rowCount() : 0;
}

QAccessibleInterface* TimelineAccessible::child(int index) const {
    if (index < 0 || index >= childCount()) return nullptr;
    auto it = m_children.find(index);
    if (it == m_children.end()) {
        it = m_children.insert(index, QAccessible::registerAccessibleInterface(new RowAccessible(view(), index)));
    }
    return QAccessible::accessibleInterface(*it);
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface* child) const {
    return static_cast<const RowAccessible*>(child)->row();
}

QAccessibleInterface* TimelineAccessible::childAt(int x, int y) const {
    const QPoint place = view()->viewport()->mapFromGlobal(QPoint(x, y));
    const auto [first, last] = view()->visibleRows();
    for (int row = first; row >= 0 && row <= last; ++row) {
        if (view()->rowRect(row).contains(place)) return child(row);
    }
    return nullptr;
}

QAccessibleInterface* TimelineAccessible::focusChild() const {
    return view()->hasFocus() ? child(view()->currentRow()) : nullptr;
}

void TimelineView::tellReader(int row, QAccessible::Event what) {
    if (!QAccessible::isActive()) return;
    const QAccessibleInterface* list = QAccessible::queryAccessibleInterface(this);
    if (!list || row < 0 || row >= list->childCount()) return;
    QAccessibleEvent event(this, what);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

QString TimelineView::describe(int row) const {
    const MessageRowPtr message = rowAt(row);
    if (!message) return {};
    shared::MarkdownNames names;
    if (m_names) {
        names.user = [this](shared::UserId id) { return u'@' + m_names->userName(id); };
        names.role = [this](shared::RoleId id) { return u'@' + m_names->roleName(id); };
        names.channel = [this](shared::ChannelId id) { return u'#' + m_names->channelName(id); };
    }
    names.timestamp = [this](qint64 seconds, QStringView style) {
        return m_times.stamp(seconds, style.isEmpty() ? u'f' : style[0], m_clock.nowMs());
    };
    QStringList words{message->author.name, m_times.time(message->timestampMs)};
    if (message->reply && !message->reply->gone) words << tr("replies to %1").arg(message->reply->author.name);
    words << shared::plainText(shared::parseMarkdown(message->content), names);
    for (const AttachmentRow& file : message->attachments) {
        words << (file.description.isEmpty() ? tr("file %1").arg(file.fileName)
                                             : tr("file %1, %2").arg(file.fileName, file.description));
    }
    for (const ReactionRow& reaction : message->reactions) {
        words << tr("%1 reacted with %2").arg(reaction.count).arg(reaction.name);
    }
    if (message->editedMs > 0) words << tr("edited");
    if (message->state == MessageState::Failed) words << tr("not sent");
    words.removeAll(QString());
    return words.join(u", "_s);
}

}  // namespace app
