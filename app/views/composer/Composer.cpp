#include "app/views/composer/Composer.h"

#include <QtCore/QFileInfo>
#include <QtCore/QMimeData>
#include <QtGui/QAbstractTextDocumentLayout>
#include <QtGui/QDragEnterEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>

#include "app/views/composer/CompletionPopup.h"
#include "app/views/composer/ComposerEdit.h"
#include "app/views/composer/FlowLayout.h"
#include "app/widgets/Button.h"
#include "app/widgets/IconButton.h"
#include "shared/validation/FieldChecks.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kSide = 16;
constexpr int kShownItems = 8;
constexpr int kMinEmojiWord = 3;  // ":" and two letters
constexpr qsizetype kRoomShown = 200;

}  // namespace

Composer::Composer(const Theme& theme, Pictures& pictures, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_pictures(pictures),
      m_context(new ContextBar(theme, this)),
      m_fileRow(new QWidget(this)),
      m_writeRow(new QWidget(this)),
      m_attach(new IconButton(theme, u"plus-circle"_s, tr("Add files"), m_writeRow)),
      m_edit(new ComposerEdit(theme, m_writeRow)),
      m_gif(new IconButton(theme, u"gif"_s, tr("GIF"), m_writeRow)),
      m_emoji(new IconButton(theme, u"smiley"_s, tr("Emoji"), m_writeRow)),
      m_room(new QLabel(m_writeRow)),
      m_send(new IconButton(theme, u"paper-plane-right"_s, tr("Send"), m_writeRow)),
      m_deniedRow(new QWidget(this)),
      m_deniedIcon(new QLabel(m_deniedRow)),
      m_deniedText(new QLabel(m_deniedRow)),
      m_why(new Button(theme, tr("Why?"), Button::Kind::Quiet, m_deniedRow)),
      m_typing(new TypingLine(theme, this)) {
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_context);
    column->addWidget(m_fileRow);
    column->addWidget(m_writeRow);
    column->addWidget(m_deniedRow);
    column->addWidget(m_typing);
    new FlowLayout(m_fileRow);
    m_fileRow->hide();
    setAcceptDrops(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    buildRow();
    connect(m_context, &ContextBar::closed, this, &Composer::cancelContext);
    connect(&theme, &Theme::changed, this, &Composer::restyle);
    setDenied({}, false);
    restyle();
}

Composer::~Composer() = default;

void Composer::buildRow() {
    auto* row = new QHBoxLayout(m_writeRow);
    row->addWidget(m_attach, 0, Qt::AlignBottom);
    row->addWidget(m_edit, 1);
    row->addWidget(m_gif, 0, Qt::AlignBottom);
    row->addWidget(m_emoji, 0, Qt::AlignBottom);
    row->addWidget(m_room, 0, Qt::AlignBottom);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    m_room->hide();
    m_attach->setName(tr("Add files"), u"Ctrl U"_s);
    m_emoji->setName(tr("Emoji"), u"Ctrl ."_s);
    m_send->setName(tr("Send"), u"Enter"_s);
    m_send->setSolid(true);
    m_send->setColour(Token::Text3);
    m_edit->installEventFilter(this);
    m_edit->viewport()->setAutoFillBackground(false);
    connect(m_attach, &QAbstractButton::clicked, this, &Composer::attachWanted);
    m_gif->hide();  // until there is something to pick from
    connect(m_gif, &QAbstractButton::clicked, this, [this] { Q_EMIT gifWanted(globalRect(m_gif)); });
    connect(m_emoji, &QAbstractButton::clicked, this, [this] { Q_EMIT emojiWanted(globalRect(m_emoji)); });
    connect(m_send, &QAbstractButton::clicked, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::escapePressed, this, &Composer::escape);
    connect(m_edit, &ComposerEdit::upOnEmpty, this, [this] {
        if (m_chips.isEmpty()) Q_EMIT editLastWanted();
    });
    connect(m_edit, &ComposerEdit::keyOffered, this, &Composer::offeredKey);
    connect(m_edit, &ComposerEdit::filesGiven, this, &Composer::addFiles);
    connect(m_edit, &ComposerEdit::pictureGiven, this, &Composer::addPicture);
    connect(m_edit, &QTextEdit::textChanged, this, [this] {
        fitHeight();
        updateSend();
        offerCompletion();
        Q_EMIT textEdited();
    });
    connect(m_edit->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &Composer::fitHeight);
    connect(m_edit, &QTextEdit::cursorPositionChanged, this, &Composer::offerCompletion);
    auto* denied = new QHBoxLayout(m_deniedRow);
    denied->addWidget(m_deniedIcon);
    denied->addWidget(m_deniedText, 1);
    denied->addWidget(m_why);
    m_deniedText->setTextFormat(Qt::RichText);
    m_deniedText->setWordWrap(true);
    m_why->setSize(Button::Size::Small);
    connect(m_why, &QAbstractButton::clicked, this, &Composer::whyWanted);
}

void Composer::setPlaceholder(const QString& text) {
    m_placeholder = text;
    m_edit->setAccessibleName(text);
    fitPlaceholder();
}

void Composer::fitPlaceholder() {
    const int margins = 2 * static_cast<int>(m_edit->document()->documentMargin());
    const int room = m_edit->viewport()->width() - margins;
    m_edit->setPlaceholderText(QFontMetrics(m_edit->font()).elidedText(m_placeholder, Qt::ElideRight, room));
}

void Composer::setCompletion(CompletionProvider* provider) {
    m_provider = provider;
    closeCompletion();
}

QString Composer::markup() const {
    return m_edit->markup();
}

void Composer::setMarkup(const QString& markup) {
    const QSignalBlocker blocker(m_edit);
    m_edit->setMarkup(markup, m_names);
    fitHeight();
    updateSend();
}

void Composer::insertToken(const QString& shown, const QString& markup) {
    m_edit->insertToken(shown, markup);
    focusText();
}

void Composer::startReply(shared::MessageId message, const PersonRow& author) {
    if (isEditing()) cancelContext();
    m_replyTo = message;
    m_context->setContent(u"arrow-bend-up-left"_s, tr("Replying to"), author.name,
                          m_theme.nameColour(author.colour, author.id.value(), Token::Raised), true);
    m_context->setMentions(true);
    m_context->show();
    focusText();
}

void Composer::startEdit(shared::MessageId message, const QString& content) {
    if (!isEditing()) m_beforeEdit = markup();
    m_editing = message;
    m_replyTo = {};
    m_context->setContent(u"pencil-simple"_s, tr("Editing, Esc to cancel"), {}, m_theme.colour(Token::Text2), false);
    m_context->show();
    setMarkup(content);
    m_edit->moveCursor(QTextCursor::End);
    focusText();
}

void Composer::cancelContext() {
    const bool was = isEditing();
    m_editing = {};
    m_replyTo = {};
    m_context->hide();
    if (was) setMarkup(std::exchange(m_beforeEdit, {}));
    fitHeight();
}

void Composer::addFiles(const QList<QUrl>& files) {
    QList<ComposerFile> added;
    for (const QUrl& url : files) {
        const QFileInfo info(url.toLocalFile());
        if (!info.isFile()) continue;
        addFile({QString::number(m_nextFile), info.fileName(), url, {}, info.size()});
        added << m_chips.last()->file();
    }
    if (!added.isEmpty()) Q_EMIT filesAdded(added);
}

void Composer::addPicture(const QImage& picture) {
    if (picture.isNull()) return;
    addFile({QString::number(m_nextFile), tr("picture.png"), {}, picture, picture.sizeInBytes()});
    Q_EMIT filesAdded({m_chips.last()->file()});
}

void Composer::addFile(ComposerFile file) {
    ++m_nextFile;
    auto* chip = new FileChip(m_theme, file, m_fileRow);
    connect(chip, &FileChip::removed, this, &Composer::removeFile);
    QWidget::setTabOrder(m_chips.isEmpty() ? m_context->lastButton() : m_chips.last()->removeButton(),
                         chip->removeButton());
    m_fileRow->layout()->addWidget(chip);
    m_chips << chip;
    m_fileRow->show();
    updateSend();
    fitHeight();
}

void Composer::removeFile(const QString& id) {
    FileChip* gone = chip(id);
    if (!gone) return;
    m_chips.removeOne(gone);
    gone->hide();
    gone->deleteLater();
    m_fileRow->setVisible(!m_chips.isEmpty());
    updateSend();
    fitHeight();
    focusText();
    Q_EMIT fileRemoved(id);
}

FileChip* Composer::chip(const QString& id) const {
    const auto it = std::find_if(m_chips.begin(), m_chips.end(), [&](FileChip* chip) { return chip->file().id == id; });
    return it == m_chips.end() ? nullptr : *it;
}

void Composer::setFileProgress(const QString& id, double part) {
    if (FileChip* found = chip(id)) found->setProgress(part);
}

void Composer::setFileError(const QString& id, const QString& error) {
    if (FileChip* found = chip(id)) found->setError(error);
}

QList<ComposerFile> Composer::files() const {
    QList<ComposerFile> files;
    for (const FileChip* chip : m_chips)
        files << chip->file();
    return files;
}

void Composer::setDenied(const QString& reason, bool canExplain) {
    m_denied = !reason.isEmpty();
    m_writeRow->setVisible(!m_denied);
    m_deniedRow->setVisible(m_denied);
    m_context->setVisible(!m_denied && (isEditing() || !m_replyTo.isNull()));
    m_fileRow->setVisible(!m_denied && !m_chips.isEmpty());
    m_why->setVisible(canExplain);
    QString words = reason.toHtmlEscaped();
    for (bool open = true; words.contains("**"_L1); open = !open) {
        words.replace(words.indexOf("**"_L1), 2, open ? u"<b style='font-weight:600'>"_s : u"</b>"_s);
    }
    m_deniedText->setText(words);
    m_deniedRow->setAccessibleName(QString(reason).remove(u"**"_s));
    closeCompletion();
    fitHeight();
    update();
}

void Composer::setTyping(const QStringList& names) {
    m_typing->setTyping(names);
}
void Composer::setNote(const QString& icon, const QString& text) {
    m_typing->setNote(icon, text);
}
void Composer::focusText(Qt::FocusReason reason) {
    m_edit->setFocus(reason);
}

bool Composer::takeKey(QKeyEvent* event) {
    constexpr Qt::KeyboardModifiers kCommands = Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;
    const QString text = event->text();
    // Space stays with what it presses or scrolls.
    const bool isCharacter = !text.isEmpty() && text[0].isPrint() && !text[0].isSpace();
    const bool isHere = window()->focusWidget() == m_edit;  // and does not want it
    if (!isCharacter || (event->modifiers() & kCommands) || !m_edit->isVisible() || isHere) return false;
    focusText();
    QCoreApplication::sendEvent(m_edit, event);
    return true;
}

void Composer::clear() {
    m_editing = {};
    m_replyTo = {};
    m_beforeEdit.clear();
    m_context->hide();
    for (FileChip* chip : std::exchange(m_chips, {}))
        chip->deleteLater();
    m_fileRow->hide();
    const QSignalBlocker blocker(m_edit);
    m_edit->clear();
    closeCompletion();
    fitHeight();
    updateSend();
}

void Composer::restyle() {
    const int side = m_theme.px(kSide);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->setContentsMargins(side, 0, side, 0);
    column->setSpacing(0);
    m_fileRow->layout()->setContentsMargins(m_theme.px(12), m_theme.px(12), m_theme.px(12), 0);
    m_fileRow->layout()->setSpacing(m_theme.px(8));
    m_writeRow->layout()->setSpacing(m_theme.px(4));
    m_deniedRow->layout()->setContentsMargins(m_theme.px(15), m_theme.px(8), m_theme.px(8), m_theme.px(8));
    m_deniedRow->layout()->setSpacing(m_theme.px(12));
    m_deniedRow->setMinimumHeight(m_theme.px(m_theme.metrics().composerMin));
    m_room->setFont(m_theme.font(TextStyle::SmallStrong));
    m_room->setFixedHeight(m_attach->sizeHint().height());
    m_deniedText->setFont(m_theme.font(TextStyle::Ui));
    m_deniedText->setStyleSheet(u"color: %1;"_s.arg(m_theme.colour(Token::Text2).name()));
    m_deniedIcon->setPixmap(m_theme.icon(u"lock-simple"_s, m_theme.px(20), m_theme.colour(Token::Text2),
                                         IconWeight::Auto, layoutDirection(), devicePixelRatioF()));
    fitHeight();
}

// The text decides the height, up to its share of the window.
void Composer::fitHeight() {
    const int lowest = m_theme.px(m_theme.metrics().composerMin);
    const int most = qMax(lowest, int(window()->height() * m_theme.metrics().composerMaxFraction));
    const int button = m_attach->sizeHint().height();
    const int around = (lowest - button) / 2;
    const int pad = qMax(0, (button - QFontMetrics(m_edit->font()).lineSpacing()) / 2);
    const int wanted = qMax(button, m_edit->textHeight() + 2 * pad);
    const int height = qMin(wanted, most - 2 * around);
    m_edit->setPadding(pad);
    m_edit->setVerticalScrollBarPolicy(wanted > height ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_edit->setFixedHeight(height);
    m_writeRow->layout()->setContentsMargins(m_theme.px(8), around, m_theme.px(8), around);
    m_writeRow->setFixedHeight(height + 2 * around);
    updateGeometry();
    update();
}

void Composer::updateSend() {
    const bool something = !m_edit->document()->isEmpty() || !m_chips.isEmpty();
    m_send->setPrimary(something);
    m_send->setSolid(true);
    const qsizetype left = room();
    m_room->setVisible(left < kRoomShown);
    if (left >= kRoomShown) return;
    m_room->setText(locale().toString(left));
    m_room->setAccessibleName(left < 0 ? tr("%1 characters too many").arg(-left) : tr("%1 characters left").arg(left));
    m_room->setToolTip(m_room->accessibleName());
    m_room->setStyleSheet(u"color: %1;"_s.arg(m_theme.colour(left < 0 ? Token::Danger : Token::Text3).name()));
}

qsizetype Composer::room() const {
    return shared::limits::kMessageLength - shared::codePoints(markup().trimmed());
}

void Composer::submit() {
    closeCompletion();
    const QString content = markup().trimmed();
    if (room() < 0) return Q_EMIT tooLong(-room());
    if (isEditing()) {
        const shared::MessageId message = m_editing;
        cancelContext();
        return Q_EMIT editFinished(message, content);
    }
    if (content.isEmpty() && m_chips.isEmpty()) return;
    Draft draft{content, m_replyTo, m_context->mentions(), files()};
    clear();
    Q_EMIT sendWanted(draft);
}

void Composer::escape() {
    if (m_popup && m_popup->isVisible()) return closeCompletion();
    if (isEditing() || !m_replyTo.isNull()) return cancelContext();
    Q_EMIT escaped();
}

void Composer::offerCompletion() {
    const QString word = m_provider && m_edit->hasFocus() ? m_edit->triggerWord() : QString();
    const bool enough = !word.isEmpty() && (word[0] != u':' || word.size() >= kMinEmojiWord);
    if (!enough) return closeCompletion();
    if (word == m_trigger && m_popup && m_popup->isVisible()) return;
    m_trigger = word;
    const QList<CompletionItem> items = m_provider->complete(word[0], word.mid(1), kShownItems);
    if (items.isEmpty()) return closeCompletion();
    if (!m_popup) {
        m_popup = new CompletionPopup(m_theme, m_pictures, window());
        connect(m_popup, &CompletionPopup::chosen, this, &Composer::takeCompletion);
    }
    m_popup->setItems(m_provider->heading(word[0], word.mid(1)), items);
    placePopup();
    m_popup->show();
    m_popup->raise();
}

void Composer::placePopup() {
    const QRect box = boxRect();
    const int margin = m_popup->margin();
    const QPoint corner = mapTo(window(), box.topLeft());
    const int height = m_popup->sizeHint().height();
    m_popup->setGeometry(corner.x() - margin, corner.y() - height + margin - m_theme.px(10), box.width() + 2 * margin,
                         height);
}

void Composer::closeCompletion() {
    m_trigger.clear();
    if (m_popup) m_popup->hide();
}

void Composer::takeCompletion(int index) {
    const CompletionItem item = m_popup->item(index);
    const int length = int(m_trigger.size());
    closeCompletion();
    m_edit->completeWith(length, item.shown, item.markup);
}

void Composer::offeredKey(QKeyEvent* event, bool* taken) {
    if (event->modifiers() == Qt::ControlModifier && (event->key() == Qt::Key_U || event->key() == Qt::Key_Period)) {
        *taken = true;
        if (event->key() == Qt::Key_U)
            Q_EMIT attachWanted();
        else
            Q_EMIT emojiWanted(globalRect(m_emoji));
        return;
    }
    if (!m_popup || !m_popup->isVisible()) return;
    *taken = true;
    switch (event->key()) {
        case Qt::Key_Up:
            return m_popup->moveCurrent(-1);
        case Qt::Key_Down:
            return m_popup->moveCurrent(1);
        case Qt::Key_Tab:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!(event->modifiers() & Qt::ShiftModifier)) return takeCompletion(m_popup->current());
            break;
        case Qt::Key_Escape:
            return closeCompletion();
        default:
            break;
    }
    *taken = false;
}

QRect Composer::boxRect() const {
    const int side = m_theme.px(kSide);
    return {side, 0, width() - 2 * side, height() - m_typing->height()};
}

QRect Composer::globalRect(const QWidget* widget) const {
    return {widget->mapToGlobal(QPoint(0, 0)), widget->size()};
}

void Composer::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Base));
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = m_edit->hasFocus() || m_dropping;
    const double wide = focused && !m_denied ? 2 : 1;
    const Token border = m_denied ? Token::Line : focused ? Token::AccentText : Token::Control;
    painter.setPen(QPen(m_theme.colour(border), wide));
    painter.setBrush(m_theme.colour(m_denied ? Token::Sunken : m_dropping ? Token::AccentSoft : Token::Raised));
    const int radius = m_theme.px(m_theme.radii().card);
    painter.drawRoundedRect(QRectF(boxRect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), radius, radius);
}

void Composer::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeight();
    if (m_popup && m_popup->isVisible()) placePopup();
}

void Composer::dragEnterEvent(QDragEnterEvent* event) {
    if (m_denied || !(event->mimeData()->hasUrls() || event->mimeData()->hasImage())) return;
    m_dropping = true;
    update();
    event->acceptProposedAction();
}

void Composer::dragLeaveEvent(QDragLeaveEvent*) {
    m_dropping = false;
    update();
}

void Composer::dropEvent(QDropEvent* event) {
    m_dropping = false;
    update();
    QList<QUrl> files;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) files << url;
    }
    if (!files.isEmpty())
        addFiles(files);
    else if (event->mimeData()->hasImage())
        addPicture(event->mimeData()->imageData().value<QImage>());
    event->acceptProposedAction();
}

bool Composer::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::Resize) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                fitHeight();
                fitPlaceholder();
            },
            Qt::QueuedConnection);
    }
    if (watched == m_edit && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
        if (event->type() == QEvent::FocusOut) closeCompletion();
        update();
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace app
