#pragma once

#include "app/session/AccountSession.h"
#include "app/widgets/Banner.h"

QT_BEGIN_NAMESPACE
class QListWidget;
QT_END_NAMESPACE

namespace app {

class Text;

/** The pinned messages of a channel; a click leads to one. Deletes itself when it closes. */
class PinsPopup final : public Popup {
    Q_OBJECT
 public:
    PinsPopup(const Theme& theme, AccountSession& session, shared::ChannelId channel, QWidget* parent);

 Q_SIGNALS:
    void messageActivated(shared::MessageId message);

 private:
    void fill(const QList<shared::Message>& messages);

    AccountSession& m_session;
    shared::GuildId m_guild;
    Text* m_note;
    QListWidget* m_list;
};

}  // namespace app
