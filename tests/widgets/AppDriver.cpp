#include "tests/widgets/AppDriver.h"

#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

#include "app/views/AccountView.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/composer/ComposerEdit.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/widgets/Field.h"

using namespace Qt::StringLiterals;

namespace tests {

AppDriver::AppDriver(QApplication& qt) : m_qt(qt) {}

AppDriver::~AppDriver() = default;

void AppDriver::start(const QString& link) {
    app::ApplicationOptions options;
    options.profileFolder = profileFolder();
    options.dataFolder = dataFolder();
    options.link = link;
    options.onlyThisComputer = true;
    m_app = std::make_unique<app::Application>(m_qt, options, &m_keychain);
    m_app->start();
}

void AppDriver::close() {
    m_app.reset();
}

app::AccountSession& AppDriver::session() {
    return m_app->window().current()->session();
}

bool AppDriver::click(const char* name) {
    auto* button = find<QAbstractButton>(name);
    if (button == nullptr || !button->isEnabled()) return false;
    button->click();
    return true;
}

bool AppDriver::write(const char* name, const QString& text) {
    if (auto* field = find<app::Field>(name)) {
        field->setText(text);
        return true;
    }
    auto* line = find<QLineEdit>(name);
    if (line != nullptr) line->setText(text);
    return line != nullptr;
}

bool AppDriver::wait(const std::function<bool()>& until, int ms) {
    return QTest::qWaitFor(until, ms);
}

QString AppDriver::host(const QString& community, const QString& user, const QString& password) {
    if (!click("hostDoor") || !write("communityName", community) || !write("userName", user) ||
        !write("password", password) || !click("startHosting"))
        return {};
    if (!wait([this] { return find<QLineEdit>("inviteLink") != nullptr; }, 30'000)) return {};
    const QString link = find<QLineEdit>("inviteLink")->text();
    if (!click("goToCommunity") || !wait([this] { return isIn(); })) return {};
    return link;
}

bool AppDriver::join(const QString& link, const QString& user, const QString& password) {
    if (!click("joinDoor") || !write("address", link) || !click("continue")) return false;
    return fillAccount(user, password) && wait([this] { return isIn(); });
}

bool AppDriver::fillAccount(const QString& user, const QString& password) {
    if (!wait([this] { return find<QAbstractButton>("submit") != nullptr; })) return false;
    return write("userName", user) && write("password", password) && click("submit");
}

bool AppDriver::joinAlso(const QString& link, const QString& user, const QString& password) {
    const app::AccountView* before = m_app->window().current();
    m_app->raise(link);
    return fillAccount(user, password) && wait([&] { return m_app->window().current() != before && isIn(); });
}

bool AppDriver::openGuild(const QString& name) {
    auto* rail = find<app::GuildRailView>("rail");
    if (rail == nullptr) return false;
    for (int row = 0; row < rail->model()->rowCount(); ++row) {
        const QModelIndex index = rail->model()->index(row, 0);
        if (index.data(app::GuildRoles::RowRole).value<app::GuildRow>().name != name) continue;
        QTest::mouseClick(rail->viewport(), Qt::LeftButton, {}, rail->visualRect(index).center());
        return true;
    }
    return false;
}

QStringList AppDriver::guilds() {
    QStringList names;
    auto* rail = find<app::GuildRailView>("rail");
    for (int row = 0; rail != nullptr && row < rail->model()->rowCount(); ++row) {
        const auto tile = rail->model()->index(row, 0).data(app::GuildRoles::RowRole).value<app::GuildRow>();
        if (tile.kind == app::GuildRowKind::Guild) names.append(tile.name);
    }
    return names;
}

bool AppDriver::isIn() {
    app::AccountView* view = m_app->window().current();
    return view != nullptr && view->isVisible() && view->session().status().isLive() &&
           !view->session().navigation().channel().isNull() && view->session().messageModel().isLoaded();
}

bool AppDriver::say(const QString& text) {
    app::Composer* composer = m_app->window().current()->chat()->composer();
    auto* edit = composer->findChild<app::ComposerEdit*>();
    if (edit == nullptr || !edit->isVisible()) return false;
    composer->setMarkup(text);
    QTest::keyClick(edit, Qt::Key_Return);
    return true;
}

QStringList AppDriver::said() {
    QStringList lines;
    if (m_app->window().current() == nullptr) return lines;
    const app::MessageListModel& model = session().messageModel();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.at(row)->state == app::MessageState::Sent && !app::isSystemMessage(model.at(row)->type))
            lines.append(model.at(row)->content);
    return lines;
}

QString AppDriver::shown() {
    QStringList texts;
    for (const QLabel* label : m_app->window().findChildren<QLabel*>())
        if (label->isVisible() && !label->text().isEmpty()) texts.append(label->text());
    return texts.join(u" | "_s);
}

bool AppDriver::shows(const QString& text, int ms) {
    return wait([&] { return shown().contains(text); }, ms);
}

HostingApp::HostingApp(const QString& community) : app(*qApp) {
    app.start();
    link = app.host(community, QStringLiteral("marta"), kPassword);
}

}  // namespace tests
