#pragma once

#include <QtWidgets/QMenu>

#include "app/models/MessageRoles.h"

namespace app {

/** What can be done with one message, as its abilities allow. Deletes itself when it closes. */
class MessageMenu final : public QMenu {
    Q_OBJECT
 public:
    MessageMenu(const MessageRow& row, QWidget* parent);

 Q_SIGNALS:
    void reactWanted();
    void replyWanted();
    void editWanted();
    void copyWanted();
    void pinWanted();
    void unreadFromWanted();
    void deleteWanted();

 private:
    template <class Signal>
    QAction* add(const QString& text, const char* icon, Signal signal, bool enabled = true);
};

}  // namespace app
