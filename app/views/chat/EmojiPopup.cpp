#include "app/views/chat/EmojiPopup.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QScrollBar>

#include "app/views/chat/EmojiNames.h"
#include "app/widgets/Field.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kCell = 36;
constexpr int kGlyph = 24;
constexpr int kColumns = 9;
constexpr int kRows = 7;
constexpr int kNameRole = Qt::UserRole + 1;

}  // namespace

EmojiPopup::EmojiPopup(const Theme& theme, QWidget* parent)
    : Popup(theme, tr("Emoji"), parent),
      m_emojiTheme(theme),
      m_search(new SearchField(theme, tr("Search emoji"), content())),
      m_grid(new QListWidget(content())) {
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(content());
    column->setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12));
    column->setSpacing(theme.px(8));
    column->addWidget(m_search);
    column->addWidget(m_grid);
    m_grid->setViewMode(QListView::IconMode);
    m_grid->setMovement(QListView::Static);
    m_grid->setUniformItemSizes(true);
    m_grid->setGridSize(QSize(theme.px(kCell), theme.px(kCell)));
    m_grid->setFrameShape(QFrame::NoFrame);
    m_grid->setFont(theme.emojiFont(theme.px(kGlyph)));
    m_grid->setFixedSize(theme.px(kCell) * kColumns + theme.px(16), theme.px(kCell) * kRows);
    m_grid->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_grid->setAccessibleName(tr("Emoji"));
    m_grid->setProperty("focusRing", false);
    connect(m_grid, &QListWidget::itemClicked, this, &EmojiPopup::take);
    connect(m_search, &QLineEdit::textChanged, this, &EmojiPopup::fill);
    connect(m_search, &QLineEdit::returnPressed, this, &EmojiPopup::take);
    connect(m_search, &SearchField::left, this, &QWidget::close);
    m_search->installEventFilter(this);
    m_grid->installEventFilter(this);
    fill({});
}

void EmojiPopup::showEvent(QShowEvent* event) {
    Popup::showEvent(event);
    m_search->setFocus(Qt::PopupFocusReason);
}

void EmojiPopup::fill(const QString& word) {
    m_grid->clear();
    const auto add = [this](const EmojiName& emoji) {
        auto* item = new QListWidgetItem(QString::fromUtf8(emoji.glyph), m_grid);
        item->setData(kNameRole, QString::fromLatin1(emoji.name));
        item->setToolTip(u':' + QString::fromLatin1(emoji.name) + u':');
        item->setTextAlignment(Qt::AlignCenter);
        item->setSizeHint(m_grid->gridSize());
    };
    if (word.isEmpty()) {
        for (const EmojiName& emoji : emojiNames())
            add(emoji);
    } else {
        for (const EmojiName& emoji : findEmoji(word, 100))
            add(emoji);
    }
    m_grid->setCurrentRow(0);
}

void EmojiPopup::take() {
    const QListWidgetItem* item = m_grid->currentItem();
    if (item == nullptr) return;
    const QString glyph = item->text();
    const QString name = item->data(kNameRole).toString();
    close();
    Q_EMIT chosen(glyph, name);
}

bool EmojiPopup::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return Popup::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Up)) {
        m_grid->setFocus();
        return true;
    }
    if (watched == m_grid && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        take();
        return true;
    }
    return Popup::eventFilter(watched, event);
}

}  // namespace app
