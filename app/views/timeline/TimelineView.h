#pragma once

#include <deque>
#include <unordered_map>

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtCore/QUrl>
#include <QtCore/QVariantAnimation>
#include <QtGui/QAccessible>
#include <QtWidgets/QAbstractScrollArea>

#include "app/views/timeline/HeightIndex.h"
#include "app/views/timeline/RowPainter.h"
#include "shared/core/Clock.h"

QT_BEGIN_NAMESPACE
class QAbstractItemModel;
class QModelIndex;
class QScrollBar;
QT_END_NAMESPACE

namespace app {

/**
 * The messages of one channel, oldest at the top.
 *
 * Reads a list model with MessageRoles::RowRole. Only rows on the screen are laid out; the others have an estimated
 * height. What is seen is held by one row, the anchor: rows that come, go or grow elsewhere never move it. At the end,
 * the end is held instead. Signals say what the user wants; nothing here changes a message. GUI thread.
 */
class TimelineView : public QAbstractScrollArea {
    Q_OBJECT
 public:
    /** Where one was in a channel, to come back to it. */
    struct Position {
        shared::MessageId message;
        int offset = 0;  ///< of its top from the top of the view, in pixels
        bool atEnd = true;
    };

    TimelineView(const Theme& theme, Pictures& pictures, const shared::Clock& clock, QWidget* parent = nullptr);
    ~TimelineView() override;

    /** The model may be null and is not owned. Starts at the end. */
    void setModel(QAbstractItemModel* model);
    QAbstractItemModel* model() const { return m_model; }
    /** Not owned; null = ids without names. Call namesChanged() when a name, role or channel was renamed. */
    void setNames(const MentionNames* names);
    void namesChanged();
    /** While there is no connection, own messages that are on their way say that they wait. */
    void setOffline(bool offline);
    void setTimes(const TimeText& times);

    /** Whether there is more beyond the first and the last row; asking starts anew with each call. */
    void setOlderAvailable(bool available);
    void setNewerAvailable(bool available);
    /** Shown above the first message when there is nothing older; empty = nothing. */
    void setIntroduction(const QString& icon, const QString& title, const QString& text);

    /** The new line stands above `first`; a null id takes it away. `sinceMs` 0 leaves the time out. */
    void setNewSince(shared::MessageId first, int count, qint64 sinceMs);
    /** Puts the new line at a third of the height; without one goes to the end. */
    void openAtNewLine();
    void scrollToEnd();
    /** False when the message is not in the model: load around it and ask again. */
    bool jumpTo(shared::MessageId message, bool flash = true);
    bool isAtEnd() const { return m_followEnd; }
    Position position() const;
    /** False when the message is gone. */
    bool restore(const Position& position);

    /** Rows now on the screen, first to last; -1 when there are none. */
    std::pair<int, int> visibleRows();
    /** Where a row is in the viewport; empty when it is not on the screen. */
    QRect rowRect(int row);
    int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    bool hasSelection() const { return m_selection.has_value() && !m_selection->isEmpty(); }
    QString selectedText() const;
    /** "author, time, text, reactions": how the row is read out. */
    QString describe(int row) const;

 Q_SIGNALS:
    void olderWanted();
    void newerWanted();
    void atEndChanged(bool atEnd);
    /** The newest message that was on the screen of an active window. */
    void seen(shared::MessageId newest);
    void presentWanted();  ///< "Jump to now" while newer rows are not loaded

    void linkActivated(const QUrl& url);
    void personActivated(shared::UserId user, const QRect& global);
    void roleActivated(shared::RoleId role, const QRect& global);
    void channelActivated(shared::ChannelId channel);
    void replyActivated(shared::MessageId message);
    void threadActivated(shared::ChannelId thread);
    void systemLinkActivated(shared::MessageId message, const QString& target);
    void attachmentActivated(shared::MessageId message, int index);
    void embedActivated(shared::MessageId message, int index);
    void reactionToggled(shared::MessageId message, const app::ReactionRow& reaction);

    void reactWanted(shared::MessageId message, const QRect& global);
    void replyWanted(shared::MessageId message);
    void threadWanted(shared::MessageId message);
    void editWanted(shared::MessageId message);
    void pinWanted(shared::MessageId message);
    void unreadFromWanted(shared::MessageId message);
    void forwardWanted(shared::MessageId message);
    /** `atOnce`: Shift was held, no question is asked. */
    void deleteWanted(shared::MessageId message, bool atOnce);
    void menuWanted(shared::MessageId message, const QPoint& global);
    void sendAgainWanted(const QString& nonce);
    void rewriteWanted(const QString& nonce);  ///< of a failed one that the server will never take as it is
    void discardWanted(const QString& nonce);
    void uploadCancelled(const QString& uploadId);
    void copied();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent* event) override;

 private:
    struct Shown {
        int row = 0;
        int y = 0;
        std::shared_ptr<const RowLayout> layout;
    };
    struct Hit {
        int row = -1;
        std::shared_ptr<const RowLayout> layout;
        QPoint local;
        int zone = -1;
        int part = -1;
        int letter = 0;
        int span = -1;
        bool onText = false;
    };
    enum class BarAction { React, Reply, Thread, Edit, More };
    struct BarButton {
        BarAction action;
        QRect rect;
    };
    struct Cached {
        std::shared_ptr<const RowLayout> layout;
        quint64 used = 0;
    };

    // Rows and places (TimelineView.cpp)
    int rowCount() const;
    MessageRowPtr rowAt(int row) const;
    int rowOf(shared::MessageId message) const;
    RowPlace placeOf(int row, const MessageRowPtr& message) const;
    std::shared_ptr<const RowLayout> layoutOf(int row);
    void relayout();
    void schedule();
    void arrange();
    void fillFrom(int row, int y);
    void extendDown();
    void extendUp();
    void shiftBy(int dy);
    void settleEnds();
    void dropHidden();
    void chooseAnchor();
    void updateBar();
    void askForMore();
    void reportSeen();
    void trimCache();
    int headHeight() const;
    int endPad() const;
    void scrollBy(int dy);
    void barMoved(int value);
    void placeOverlays();
    void rowsInserted(int first, int last);
    void rowsRemoved(int first, int last);
    void modelReset();
    void dataChanged(int first, int last);
    void startFlash(shared::MessageId message);

    // Painting (TimelinePaint.cpp)
    void paintHeadArea(QPainter& painter);
    void paintBar(QPainter& painter);
    void paintJump(QPainter& painter);
    QRect jumpRect() const;
    QList<BarButton> barButtons(QRect* frame = nullptr) const;
    int barRow() const;

    // Input (TimelineInput.cpp)
    Hit hitAt(const QPoint& position);
    void hitText(Hit& hit) const;
    void setHover(const QPoint& position);
    void activateZone(const Hit& hit);
    bool activateSpan(const Hit& hit);
    void runBar(BarAction action);
    bool runKey(QKeyEvent* event, const MessageRow& message);
    void moveCurrent(int by);
    void ensureVisible(int row);
    void copySelection();
    void copyCode(const RowLayout& layout, int part);
    QRect globalRect(const QRect& viewportRect) const;
    QString tipAt(const QPoint& position);
    void scrollCode(const Hit& hit, int by);
    void tellReader(int row, QAccessible::Event event);  // TimelineAccessible.cpp

    friend class TimelineAccessible;

    const Theme& m_theme;
    Pictures& m_pictures;
    const shared::Clock& m_clock;
    QPointer<QAbstractItemModel> m_model;
    const MentionNames* m_names = nullptr;
    TimeText m_times;
    bool m_isOffline = false;
    QScrollBar* m_scroll;

    HeightIndex m_heights;
    std::unordered_map<quint64, Cached> m_cache;
    std::deque<Shown> m_shown;
    quint64 m_generation = 1;
    quint64 m_turn = 0;
    int m_estimate = 0;
    bool m_dirty = true;
    bool m_arranging = false;

    int m_anchorRow = -1;
    int m_anchorY = 0;
    bool m_followEnd = true;
    bool m_olderAvailable = false;
    bool m_newerAvailable = false;
    bool m_olderAsked = false;
    bool m_newerAsked = false;
    QString m_introIcon, m_introTitle, m_introText;

    shared::MessageId m_newFirst;
    QString m_newText;
    shared::MessageId m_seen;
    int m_unseen = 0;  ///< came while one was further up

    int m_current = -1;
    int m_barFocus = -1;
    int m_hoverRow = -1;
    int m_hoverZone = -1;
    int m_hoverPart = -1;
    int m_hoverSpan = -1;
    int m_hoverBar = -1;
    bool m_hoverJump = false;
    bool m_keyboardMode = false;
    Hit m_pressed;
    QPoint m_pressedAt;
    bool m_selecting = false;
    shared::MessageId m_selectionMessage;
    int m_selectionRow = -1;
    std::pair<size_t, int> m_selectionStart;
    std::optional<TextRange> m_selection;
    QHash<quint64, QSet<int>> m_revealed;
    QHash<quint64, QHash<int, int>> m_codeScroll;
    quint64 m_flashKey = 0;
    QVariantAnimation m_flash;
    QTimer m_hideBar;
};

}  // namespace app
