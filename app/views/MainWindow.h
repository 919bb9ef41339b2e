#pragma once

#include <QtWidgets/QWidget>

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace app {

class AccountView;
class RailPanel;

/**
 * The window: either one page that fills it (first start, joining, hosting) or the rail with the account that is
 * shown. Pages belong to the window once they are given to it.
 */
class MainWindow final : public QWidget {
    Q_OBJECT
 public:
    MainWindow(const ViewParts& parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    /** Fills the window with a page. */
    void showPage(QWidget* page);
    /** Rail and account again. */
    void showAccounts();
    bool isShowingAccounts() const;
    /** Whether this page fills the window now. */
    bool isShowing(const QWidget* page) const;
    /** Takes the place of channels and timeline, beside the rail (settings, this server); Esc leaves it. */
    void showBesideRail(QWidget* page);

    /** A toast, above where the composer stands. */
    void tell(const QString& icon, const QString& text);

    void addAccount(AccountSession* session);
    void removeAccount(AccountSession* session);
    void setCurrent(AccountSession* session);
    AccountView* current() const;
    AccountView* viewOf(AccountSession* session) const;
    RailPanel* rail() const { return m_rail; }

 Q_SIGNALS:
    /** The person closes the window. @param accepted set it to false to keep it open */
    void closeWanted(bool* accepted);
    void settingsWanted();
    void quitWanted();
    void zoomWanted(int step);  ///< 1, -1, or 0: back to 100 %
    void currentChanged(app::AccountSession* session);

 protected:
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void addShortcuts();
    /** Whatever of the shell has the focus: characters are meant for the composer. @return false = not taken */
    bool typeIntoComposer(QKeyEvent* event);
    void stepGuild(int step);
    void openGuildAt(int place);
    void stepRegion(int step);
    void updateTitle();

    ViewParts m_parts;
    QStackedWidget* m_pages;
    QWidget* m_shell;
    RailPanel* m_rail;
    QStackedWidget* m_views;
    QList<AccountView*> m_accounts;
    AccountSession* m_current = nullptr;
};

}  // namespace app
