#pragma once

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QListWidget;
class QStackedWidget;
QT_END_NAMESPACE

namespace app {

class AccountView;

/** All settings, in the place of channels and timeline; changes apply at once. Esc or the arrow goes back. */
class SettingsPage final : public QWidget {
    Q_OBJECT
 public:
    SettingsPage(const ViewParts& parts, AccountView& account, QWidget* parent = nullptr);

    void showPage(int page);

 Q_SIGNALS:
    void left();
    void logOutWanted(app::AccountSession* session);

 protected:
    void keyPressEvent(QKeyEvent* event) override;

 private:
    void addPage(const QString& icon, const QString& title, const QString& text, QWidget* content);
    QWidget* appearance();
    QWidget* notifications();
    QWidget* hosting();
    QWidget* rows(const QList<QWidget*>& rows);

    ViewParts m_parts;
    QListWidget* m_list;
    QStackedWidget* m_pages;
};

}  // namespace app
