#pragma once

#include <QtWidgets/QWidget>

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"
#include "app/views/common/ServerPictures.h"

namespace app {

class ChannelPanel;
class ChatPanel;
class MemberListView;
class Splitter;

/** All of one account but the rail: channels, the open one, and who is there. */
class AccountView final : public QWidget {
    Q_OBJECT
 public:
    AccountView(const ViewParts& parts, AccountSession& session, QWidget* parent = nullptr);

    AccountSession& session() const { return m_session; }
    Pictures& pictures() { return m_pictures; }
    ChannelPanel* channels() const { return m_channels; }
    ChatPanel* chat() const { return m_chat; }
    MemberListView* members() const { return m_members; }

    void openProfile(shared::UserId user, const QRect& global);
    /** Where Ctrl Shift I leads. */
    void invite(shared::ChannelId channel = {});
    void toggleMembers();
    /** @param step 1 or -1 @param unread only unread ones */
    void stepChannel(int step, bool unread);
    void focusComposer();

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

 private:
    void wire();
    void showMembers();
    void rememberWidths();

    ViewParts m_parts;
    AccountSession& m_session;
    ServerPictures m_pictures;
    Splitter* m_splitter;  ///< channels | the rest
    Splitter* m_inner;     ///< timeline | members
    ChannelPanel* m_channels;
    ChatPanel* m_chat;
    MemberListView* m_members;
    bool m_isNarrow = false;
    bool m_shownWhileNarrow = false;
};

}  // namespace app
