#pragma once

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"
#include "app/views/chat/SessionCompletion.h"
#include "app/views/composer/Composer.h"
#include "app/views/timeline/TimelineView.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace app {

class ChatHeader;
class ConnectionBanner;

/** The middle of the window: header, connection, timeline and composer of the channel that is open. */
class ChatPanel final : public Surface {
    Q_OBJECT
 public:
    ChatPanel(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent = nullptr);

    TimelineView* timeline() const { return m_timeline; }
    Composer* composer() const { return m_composer; }
    /** Stands above the panel and the members beside it: the owner of the panel places it. */
    ChatHeader* header() const { return m_header; }

 Q_SIGNALS:
    void personActivated(shared::UserId user, const QRect& global);
    void createChannelWanted();
    void addFriendsWanted();

 private:
    void wireTimeline();
    void wireMessages();
    void wireComposer();
    void showChannel();
    void showPlace();
    void showRights();
    void showConnection();
    void showWaiting();
    void explainRights();
    void showIntroduction(const shared::Channel& channel);
    bool canShow() const;
    void handleChanges(const ChangeSet& changes);
    void handleWindow();
    void placeNewLine();
    void jumpTo(shared::ChannelId channel, shared::MessageId message);

    MessageRowPtr rowOf(shared::MessageId id) const;
    void openMenu(shared::MessageId message, const QPoint& global);
    void react(shared::MessageId message, const QRect& global);
    void reply(shared::MessageId message);
    void edit(shared::MessageId message);
    /** Puts a failed message back into the composer. */
    void rewrite(const QString& nonce);
    void togglePin(shared::MessageId message);
    void askToDelete(shared::MessageId message, bool atOnce);
    void openAttachment(shared::MessageId message, int index);
    /** With the other pictures that are loaded of the channel. */
    void viewPicture(const QString& key);
    void saveFile(const AttachmentRow& file);
    void openUrl(const QUrl& url);
    void showPins();
    void send(const Composer::Draft& draft);
    QWidget* emptyPage();
    QWidget* unreachablePage();
    void report(const QString& what);

    ViewParts m_parts;
    AccountSession& m_session;
    Pictures& m_pictures;
    ChatHeader* m_header;
    ConnectionBanner* m_banner;
    QStackedWidget* m_stack;
    TimelineView* m_timeline;
    EmptyState* m_empty = nullptr;
    EmptyState* m_fresh = nullptr;        ///< a community without a channel
    EmptyState* m_unreachable = nullptr;  ///< nothing is kept of a server that does not answer
    Composer* m_composer;
    SessionCompletion m_completion;
    shared::ChannelId m_channel;
    shared::MessageId m_wanted;  ///< to be shown as soon as it is here
    bool m_hasNewLine = false;
    QString m_placeholder;
    QString m_deniedReason;
    QString m_deniedBecause;
    QHash<shared::ChannelId, QString> m_drafts;
    QHash<shared::ChannelId, TimelineView::Position> m_positions;
};

}  // namespace app
