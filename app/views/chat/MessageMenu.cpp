#include "app/views/chat/MessageMenu.h"

using namespace Qt::StringLiterals;

namespace app {

template <class Signal>
QAction* MessageMenu::add(const QString& text, const char* icon, Signal signal, bool enabled) {
    QAction* action = addAction(text);
    action->setProperty("iconName", QString::fromLatin1(icon));
    action->setEnabled(enabled);
    connect(action, &QAction::triggered, this, signal);
    return action;
}

MessageMenu::MessageMenu(const MessageRow& row, QWidget* parent) : QMenu(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    add(tr("Add reaction...") + u"\t+"_s, "smiley", &MessageMenu::reactWanted, row.can.react);
    add(tr("Reply") + u"\tR"_s, "arrow-bend-up-left", &MessageMenu::replyWanted, row.can.reply);
    if (row.mine) add(tr("Edit") + u"\tE"_s, "pencil-simple", &MessageMenu::editWanted, row.can.edit);
    addSeparator();
    add(tr("Copy text") + u"\tCtrl C"_s, "copy", &MessageMenu::copyWanted, !row.content.isEmpty());
    add(tr("Mark unread from here") + u"\tU"_s, "bookmark-simple", &MessageMenu::unreadFromWanted);
    add((row.pinned ? tr("Unpin") : tr("Pin")) + u"\tP"_s, "push-pin", &MessageMenu::pinWanted, row.can.pin);
    addSeparator();
    add(tr("Delete message...") + u"\tDel"_s, "trash", &MessageMenu::deleteWanted, row.can.remove)
        ->setProperty("danger", true);
}

}  // namespace app
