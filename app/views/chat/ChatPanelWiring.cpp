#include <QtCore/QBuffer>
#include <QtCore/QMimeDatabase>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QImageReader>
#include <QtWidgets/QStackedWidget>

#include "app/actions/FailureText.h"
#include "app/desktop/Dialogs.h"
#include "app/views/chat/ChatHeader.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/chat/EmojiPopup.h"
#include "app/views/chat/ImageViewer.h"
#include "app/views/chat/MessageMenu.h"
#include "app/views/chat/PinsPopup.h"
#include "app/views/common/Sheet.h"
#include "app/widgets/Banner.h"
#include "app/widgets/IconButton.h"

using namespace Qt::StringLiterals;

// What the timeline and the composer ask for, done through the session's actions.
namespace app {

void ChatPanel::wireTimeline() {
    MessageActions& messages = m_session.messages();
    TimelineView* view = m_timeline;
    connect(view, &TimelineView::olderWanted, this, [this] { m_session.messages().loadOlder(m_channel); });
    connect(view, &TimelineView::newerWanted, this, [this] { m_session.messages().loadNewer(m_channel); });
    connect(view, &TimelineView::presentWanted, this, [this] { m_session.messages().loadLatest(m_channel); });
    connect(view, &TimelineView::seen, this,
            [this](shared::MessageId newest) { m_session.reads().markRead(m_channel, newest); });
    connect(view, &TimelineView::linkActivated, this, &ChatPanel::openUrl);
    connect(view, &TimelineView::personActivated, this, &ChatPanel::personActivated);
    connect(view, &TimelineView::channelActivated, this, [this](shared::ChannelId id) {
        if (m_session.store().permissions().canView(id)) m_session.navigation().openChannel(id);
    });
    connect(view, &TimelineView::replyActivated, this, [this](shared::MessageId id) { jumpTo(m_channel, id); });
    connect(view, &TimelineView::attachmentActivated, this, &ChatPanel::openAttachment);
    connect(view, &TimelineView::systemLinkActivated, this, [this](shared::MessageId id, const QString&) {
        const MessageRowPtr row = rowOf(id);
        if (row && row->reply && row->reply->id) return jumpTo(m_channel, row->reply->id);
        showPins();
    });
    connect(view, &TimelineView::copied, this,
            [this] { Toast::show(m_theme, m_stack, u"check-circle"_s, tr("Copied")); });
    connect(&messages, &MessageActions::failed, this, [this](const QString& what, const ApiError& error) {
        report(what + u' ' + failureText(error).left(1).toUpper() + failureText(error).mid(1) + u'.');
    });
    connect(&messages, &MessageActions::loadedAround, this,
            [this](shared::ChannelId channel, shared::MessageId message, bool found) {
                if (channel != m_channel) return;
                if (!found) report(tr("This message was deleted."));
                if (found && m_timeline->jumpTo(message)) m_wanted = {};
            });
}

void ChatPanel::wireMessages() {
    TimelineView* view = m_timeline;
    connect(view, &TimelineView::reactWanted, this, &ChatPanel::react);
    connect(view, &TimelineView::reactionToggled, this, [this](shared::MessageId id, const ReactionRow& reaction) {
        shared::PartialEmoji emoji;
        if (reaction.emojiId) emoji.id = reaction.emojiId;
        emoji.name = reaction.name;
        emoji.animated = reaction.animated;
        m_session.messages().toggleReaction(m_channel, id, emoji);
    });
    connect(view, &TimelineView::replyWanted, this, &ChatPanel::reply);
    connect(view, &TimelineView::editWanted, this, &ChatPanel::edit);
    connect(view, &TimelineView::pinWanted, this, &ChatPanel::togglePin);
    connect(view, &TimelineView::unreadFromWanted, this,
            [this](shared::MessageId id) { m_session.reads().markUnreadFrom(m_channel, id); });
    connect(view, &TimelineView::deleteWanted, this, &ChatPanel::askToDelete);
    connect(view, &TimelineView::menuWanted, this, &ChatPanel::openMenu);
    connect(view, &TimelineView::sendAgainWanted, this,
            [this](const QString& nonce) { m_session.messages().retry(m_channel, nonce); });
    connect(view, &TimelineView::rewriteWanted, this, &ChatPanel::rewrite);
    connect(view, &TimelineView::discardWanted, this,
            [this](const QString& nonce) { m_session.messages().drop(m_channel, nonce); });
    connect(view, &TimelineView::uploadCancelled, this,
            [this](const QString& upload) { m_session.messages().cancelUpload(m_channel, upload); });
}

void ChatPanel::wireComposer() {
    connect(m_composer, &Composer::sendWanted, this, &ChatPanel::send);
    connect(m_composer, &Composer::editFinished, this, [this](shared::MessageId id, const QString& content) {
        if (content.isEmpty()) return askToDelete(id, false);
        m_session.messages().edit(m_channel, id, content);
    });
    connect(m_composer, &Composer::editLastWanted, this, [this] { edit(m_session.messageModel().lastOwn()); });
    connect(m_composer, &Composer::textEdited, this, [this] {
        if (!m_composer->markup().isEmpty() && !m_composer->isEditing()) m_session.messages().typing(m_channel);
    });
    connect(m_composer, &Composer::attachWanted, this, [this] {
        m_parts.dialogs.openFiles(this, tr("Add files"), {}, [this](const QStringList& paths) {
            QList<QUrl> files;
            for (const QString& path : paths)
                files.append(QUrl::fromLocalFile(path));
            m_composer->addFiles(files);
            m_composer->focusText();
        });
    });
    connect(m_composer, &Composer::emojiWanted, this, [this](const QRect& button) {
        auto* popup = new EmojiPopup(m_theme, this);
        connect(popup, &EmojiPopup::chosen, this, [this](const QString& glyph) {
            m_composer->insertToken(glyph, glyph);
            m_composer->focusText();
        });
        popup->adjustSize();
        popup->openAt(button.topRight() - QPoint(popup->width(), popup->height()));
    });
    connect(m_composer, &Composer::tooLong, this, [this](qsizetype over) {
        report(over == 1 ? tr("The text is 1 character too long.")
                         : tr("The text is %n characters too long.", nullptr, static_cast<int>(over)));
    });
    connect(m_composer, &Composer::escaped, this, [this] {
        m_session.reads().markRead(m_channel);
        m_timeline->setNewSince({}, 0, 0);
        m_timeline->scrollToEnd();
    });
    connect(&m_session.typingNames(), &TypingNames::changed, this,
            [this] { m_composer->setTyping(m_session.typingNames().names()); });
}

void ChatPanel::send(const Composer::Draft& draft) {
    OutgoingMessage message;
    message.content = draft.content;
    message.replyTo = draft.replyTo;
    message.pingAuthor = draft.mentionAuthor;
    for (const ComposerFile& file : draft.files) {
        OutgoingFile out;
        out.fileName = file.name;
        if (file.local.isValid()) {
            out.path = file.local.toLocalFile();
            const QSize size = QImageReader(out.path).size();
            out.width = qMax(0, size.width());
            out.height = qMax(0, size.height());
            out.contentType = QMimeDatabase().mimeTypeForFile(out.path).name();
        } else {
            QBuffer buffer(&out.bytes);
            buffer.open(QIODevice::WriteOnly);
            file.picture.save(&buffer, "PNG");
            out.width = file.picture.width();
            out.height = file.picture.height();
            out.contentType = u"image/png"_s;
        }
        message.files.append(out);
    }
    m_session.messages().send(m_channel, message);
    m_session.reads().markRead(m_channel);
    m_drafts.remove(m_channel);
    m_timeline->setNewSince({}, 0, 0);
    if (m_session.messageModel().hasNewer()) m_session.messages().loadLatest(m_channel);
    m_timeline->scrollToEnd();
}

void ChatPanel::rewrite(const QString& nonce) {
    const auto message = m_session.messages().takeBack(m_channel, nonce);
    if (!message) return;
    m_composer->cancelContext();
    // What is being written already stays, below.
    const QString begun = m_composer->markup();
    m_composer->setMarkup(begun.isEmpty() ? message->content : message->content + u'\n' + begun);
    for (const OutgoingFile& file : message->files) {
        if (file.path.isEmpty()) {
            m_composer->addPicture(QImage::fromData(file.bytes));
        } else {
            m_composer->addFiles({QUrl::fromLocalFile(file.path)});
        }
    }
    m_composer->focusText();
}

MessageRowPtr ChatPanel::rowOf(shared::MessageId id) const {
    const int row = id ? m_session.messageModel().rowOf(id) : -1;
    return row < 0 ? nullptr : m_session.messageModel().at(row);
}

void ChatPanel::openMenu(shared::MessageId message, const QPoint& global) {
    const MessageRowPtr row = rowOf(message);
    if (!row) return;
    auto* menu = new MessageMenu(*row, this);
    connect(menu, &MessageMenu::reactWanted, this,
            [this, message, global] { react(message, QRect(global, QSize(1, 1))); });
    connect(menu, &MessageMenu::replyWanted, this, [this, message] { reply(message); });
    connect(menu, &MessageMenu::editWanted, this, [this, message] { edit(message); });
    connect(menu, &MessageMenu::copyWanted, this, [row] { QGuiApplication::clipboard()->setText(row->content); });
    connect(menu, &MessageMenu::pinWanted, this, [this, message] { togglePin(message); });
    connect(menu, &MessageMenu::unreadFromWanted, this,
            [this, message] { m_session.reads().markUnreadFrom(m_channel, message); });
    connect(menu, &MessageMenu::deleteWanted, this, [this, message] { askToDelete(message, false); });
    menu->popup(global);
}

void ChatPanel::react(shared::MessageId message, const QRect& global) {
    auto* popup = new EmojiPopup(m_theme, this);
    connect(popup, &EmojiPopup::chosen, this, [this, message](const QString& glyph) {
        shared::PartialEmoji emoji;
        emoji.name = glyph;
        m_session.messages().toggleReaction(m_channel, message, emoji);
        m_timeline->setFocus();
    });
    popup->openAt(global.bottomLeft());
}

void ChatPanel::reply(shared::MessageId message) {
    const MessageRowPtr row = rowOf(message);
    if (!row || !row->can.reply) return;
    m_composer->startReply(message, row->author);
    m_composer->focusText();
}

void ChatPanel::edit(shared::MessageId message) {
    const MessageRowPtr row = rowOf(message);
    if (!row || !row->can.edit) return;
    m_composer->startEdit(message, row->content);
    m_composer->focusText();
}

void ChatPanel::togglePin(shared::MessageId message) {
    if (const MessageRowPtr row = rowOf(message); row && row->can.pin)
        m_session.messages().setPinned(m_channel, message, !row->pinned);
}

void ChatPanel::askToDelete(shared::MessageId message, bool atOnce) {
    const MessageRowPtr row = rowOf(message);
    if (!row || !row->can.remove) return;
    const shared::ChannelId channel = m_channel;
    if (atOnce) return m_session.messages().remove(channel, message);
    QString excerpt = row->content.left(200);
    if (excerpt.isEmpty()) excerpt = tr("It has files only.");
    auto* sheet =
        new Sheet(m_theme, tr("Delete this message?"), tr("It is gone for everybody.") + u"\n\n"_s + excerpt, this);
    Button* remove = sheet->addButton(tr("Delete message"), Button::Kind::Destructive);
    connect(remove, &QAbstractButton::clicked, this, [this, sheet, channel, message] {
        m_session.messages().remove(channel, message);
        sheet->finish();
    });
    sheet->open();
}

void ChatPanel::openAttachment(shared::MessageId message, int index) {
    const MessageRowPtr row = rowOf(message);
    if (!row || index < 0 || index >= row->attachments.size()) return;
    const AttachmentRow file = row->attachments[index];
    if (file.uploading) return;
    if (file.picture.isEmpty()) return saveFile(file);
    viewPicture(file.picture);
}

void ChatPanel::viewPicture(const QString& key) {
    const MessageListModel& model = m_session.messageModel();
    QList<ViewedPicture> pictures;
    QList<AttachmentRow> files;
    qsizetype current = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (const AttachmentRow& file : model.at(row)->attachments) {
            // Those that are covered are opened in their message first.
            if (file.uploading || file.picture.isEmpty() || (file.spoiler && file.picture != key)) continue;
            if (file.picture == key) current = pictures.size();
            pictures.append({file.picture, file.fileName, file.description});
            files.append(file);
        }
    }
    if (pictures.isEmpty()) return;
    auto* viewer = new ImageViewer(m_theme, m_pictures, pictures, current, this);
    connect(viewer, &ImageViewer::saveWanted, this, [this, files](qsizetype index) { saveFile(files[index]); });
    connect(&m_session.media(), &MediaActions::missing, viewer, &ImageViewer::setMissing);
    viewer->open();
}

void ChatPanel::saveFile(const AttachmentRow& file) {
    m_parts.dialogs.saveFile(this, tr("Save %1").arg(file.fileName), file.fileName, [this, file](const QString& path) {
        const Reply<void> reply = m_session.media().save(file.url, path);
        reply.then(this, [this, file] {
            Toast::show(m_theme, m_stack, u"check-circle"_s, tr("%1 is saved").arg(file.fileName));
        });
        reply.onError(this, [this, file](const ApiError& error) {
            report(tr("%1 was not saved: %2.").arg(file.fileName, failureText(error)));
        });
    });
}

void ChatPanel::openUrl(const QUrl& url) {
    if (!m_parts.dialogs.openUrl(url)) report(tr("Nothing on this computer opens this address."));
}

void ChatPanel::showPins() {
    auto* popup = new PinsPopup(m_theme, m_session, m_channel, this);
    connect(popup, &PinsPopup::messageActivated, this, [this](shared::MessageId id) { jumpTo(m_channel, id); });
    popup->openBelow(m_header->pinsButton());
}

}  // namespace app
