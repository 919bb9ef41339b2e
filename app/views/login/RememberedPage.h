#pragma once

#include "app/session/Accounts.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace app {

/** An account that is remembered but asks for its password, and why. */
struct WaitingAccount {
    AccountRecord record;
    QString why;  ///< a sentence
};

/** The accounts of this computer that have to be logged in to again: one row and one button each. */
class RememberedPage final : public Surface {
    Q_OBJECT
 public:
    explicit RememberedPage(const Theme& theme, QWidget* parent = nullptr);

    /** @param canLeave there are accounts that are open: to those one may go */
    void setAccounts(const QList<WaitingAccount>& accounts, bool canLeave);

 Q_SIGNALS:
    void logInWanted(const app::AccountRecord& account);
    void forgetWanted(const app::AccountRecord& account);
    void joinWanted();
    void hostWanted();
    void left();

 protected:
    void keyPressEvent(QKeyEvent* event) override;

 private:
    QWidget* row(const WaitingAccount& account, bool isFirst, bool saysWhy);

    NoPictures m_pictures;
    Text* m_why;
    QVBoxLayout* m_rows;
    Button* m_host;
    Button* m_leave;
};

}  // namespace app
