#include <cstdio>
#include <tuple>

#include <QtCore/QDir>
#include <QtGui/QPainter>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

#include "app/views/AccountView.h"
#include "app/views/channels/ChannelSheets.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/chat/ImageViewer.h"
#include "app/views/common/Sheet.h"
#include "app/views/composer/ComposerEdit.h"
#include "app/views/guilds/GuildSheets.h"
#include "app/views/members/ProfileCard.h"
#include "app/views/settings/SettingsPage.h"
#include "app/views/timeline/TimelineView.h"
#include "tests/widgets/AppDriver.h"

using namespace Qt::StringLiterals;

// Draws every page of the app, offscreen, with a community that is really hosted for it, to be looked at beside the
// design.
namespace {

class Album {
 public:
    Album(QApplication& qt, const QString& folder, const QString& kind, int zoom = 100)
        : m_folder(folder), m_kind(kind), m_zoom(zoom), m_host(qt), m_friend(qt) {}

    bool take() {
        m_host.start();
        prepare(m_host);
        m_host.window().resize(1280, 800);
        save(m_host, u"first-start"_s);
        if (!host() || !join()) return false;
        talk();
        compose();
        pictures();
        places();
        sheets();
        settings();
        rights();
        noChannels();
        trouble();
        comingBack();
        return true;
    }

 private:
    void prepare(tests::AppDriver& driver) {
        driver.app().preferences().set(app::Preference::Theme, m_kind.section(u'-', 0, 0));
        driver.app().preferences().set(app::Preference::Zoom, m_zoom);
    }

    /** The window with the popups and menus that are open over it. */
    void save(tests::AppDriver& driver, const QString& name) {
        QTest::qWait(50);
        QPixmap picture = driver.window().grab();
        QPainter painter(&picture);
        for (QWidget* popup : QApplication::topLevelWidgets())
            if (popup->isVisible() && popup->windowType() == Qt::Popup)
                painter.drawPixmap(driver.window().mapFromGlobal(popup->pos()), popup->grab());
        painter.end();
        picture.save(QDir(m_folder).filePath(u"app-%1-%2.png"_s.arg(name, m_kind)));
    }
    static void closePopups() {
        while (QWidget* popup = QApplication::activePopupWidget())
            popup->close();
    }

    bool host() {
        m_host.click("hostDoor");
        m_host.write("communityName", u"Lindenhof Makers"_s);
        m_host.write("userName", u"marta"_s);
        m_host.write("password", u"correct horse"_s);
        save(m_host, u"host-wizard"_s);
        m_host.click("startHosting");
        if (!m_host.wait([this] { return m_host.find<QLineEdit>("inviteLink") != nullptr; }, 30'000)) return false;
        m_link = m_host.find<QLineEdit>("inviteLink")->text();
        QTest::qWait(300);
        save(m_host, u"host-done"_s);
        m_host.click("goToCommunity");
        return m_host.wait([this] { return m_host.isIn(); });
    }

    bool join() {
        m_friend.start();
        prepare(m_friend);
        m_friend.window().resize(1280, 800);
        m_friend.click("joinDoor");
        save(m_friend, u"join"_s);
        m_friend.write("address", m_link);
        m_friend.click("continue");
        if (!m_friend.wait([this] { return m_friend.find<QAbstractButton>("submit") != nullptr; })) return false;
        m_friend.write("userName", u"tomas"_s);
        m_friend.write("password", u"short"_s);
        m_friend.click("submit");
        QTest::qWait(400);
        save(m_friend, u"register-error"_s);
        m_friend.write("password", u"correct horse"_s);
        m_friend.click("submit");
        return m_friend.wait([this] { return m_friend.isIn(); });
    }

    void talk() {
        m_host.say(u"Welcome to the workshop. The new 80 W tube is in and **aligned**."_s);
        m_friend.wait([this] { return m_friend.said().size() == 1; });
        m_friend.say(
            u"Thank you <@%1>! Does it cut `3 mm` birch?"_s.arg(m_host.session().store().self().id.toString()));
        m_host.wait([this] { return m_host.said().size() == 2; });
        m_host.say(u"Start from this:\n```toml\npower = 34 # % of 80 W\nspeed = 22\n```"_s);
        m_friend.wait([this] { return m_friend.said().size() == 3; });
        save(m_host, u"main"_s);
        m_host.window().resize(900, 600);
        save(m_host, u"main-900x600"_s);
        m_host.window().resize(1280, 800);
    }

    /** Completion, the emoji, the message menu, files about to be sent. */
    void compose() {
        auto* chat = m_host.window().current()->chat();
        app::Composer* composer = chat->composer();
        composer->focusText();
        QTest::keyClicks(composer->findChild<app::ComposerEdit*>(), u"Who has the key, @"_s);
        save(m_host, u"completion"_s);
        composer->clear();
        Q_EMIT composer->emojiWanted(QRect(m_host.window().mapToGlobal(QPoint(1000, 740)), QSize(32, 32)));
        QTest::qWait(200);
        save(m_host, u"emoji"_s);
        closePopups();
        auto* timeline = chat->findChild<app::TimelineView*>();
        const QPoint at = timeline->rowRect(timeline->model()->rowCount() - 1).center();
        QContextMenuEvent menu(QContextMenuEvent::Mouse, at, timeline->viewport()->mapToGlobal(at));
        QApplication::sendEvent(timeline->viewport(), &menu);
        QTest::qWait(100);
        save(m_host, u"message-menu"_s);
        closePopups();
        composer->addPicture(sunset());
        const QString plan = QDir(m_folder).filePath(u"Plan of the second floor with every socket and lamp.txt"_s);
        QFile file(plan);
        if (file.open(QIODevice::WriteOnly)) file.write(QByteArray(50'000, 'x'));
        file.close();
        composer->addFiles({QUrl::fromLocalFile(plan)});
        composer->setMarkup(u"The view from the roof, and the plan."_s);
        QTest::qWait(100);
        save(m_host, u"files"_s);
    }

    /** Files that were sent, and a picture in its viewer. */
    void pictures() {
        const qsizetype before = m_host.said().size();
        QTest::keyClick(m_host.window().current()->chat()->composer()->findChild<app::ComposerEdit*>(), Qt::Key_Return);
        m_friend.wait([&] { return m_friend.said().size() == before + 1; });
        QTest::qWait(500);
        save(m_host, u"attachments"_s);
        const auto viewed = [this] { return m_host.window().findChild<app::ImageViewer*>(); };
        auto* timeline = m_host.window().current()->chat()->findChild<app::TimelineView*>();
        const QRect row = timeline->rowRect(timeline->model()->rowCount() - 1);
        QTest::mouseClick(timeline->viewport(), Qt::LeftButton, {},
                          QPoint(m_rightToLeft ? row.right() - 120 : row.left() + 120, row.center().y()));
        QTest::qWait(300);
        save(m_host, u"picture-viewer"_s);
        if (viewed() != nullptr) viewed()->finish();
        QFile::remove(QDir(m_folder).filePath(u"Plan of the second floor with every socket and lamp.txt"_s));
    }

    static QImage sunset() {
        QImage image(640, 400, QImage::Format_RGB32);
        QPainter painter(&image);
        QLinearGradient sky(0, 0, 0, 400);
        sky.setColorAt(0, QColor(40, 60, 120));
        sky.setColorAt(1, QColor(240, 140, 70));
        painter.fillRect(image.rect(), sky);
        painter.setBrush(QColor(255, 220, 120));
        painter.drawEllipse(QPoint(320, 330), 60, 60);
        return image;
    }

    void places() {
        m_host.session().navigation().openGuild({});
        save(m_host, u"direct-messages"_s);
        m_host.session().navigation().openGuild(m_host.session().guildModel().firstGuild());
        auto* view = m_host.window().current();
        auto* card = new app::ProfileCard(theme(), view->session(), view->pictures(),
                                          m_friend.session().store().self().id, view);
        card->openBeside(QRect(200, 200, 10, 10));
        QTest::qWait(200);
        card->grab().save(QDir(m_folder).filePath(u"app-profile-card-%1.png"_s.arg(m_kind)));
        card->close();
    }

    void sheets() {
        auto* view = m_host.window().current();
        app::AccountSession& session = view->session();
        const shared::GuildId guild = session.navigation().guild();
        const auto show = [&](const QString& name) {
            QTest::qWait(300);
            save(m_host, name);
            for (app::Sheet* sheet : m_host.window().findChildren<app::Sheet*>())
                sheet->finish();
            QTest::qWait(20);
        };
        app::openCreateChannel(theme(), session, guild, {}, view);
        show(u"create-channel"_s);
        app::openInvite(theme(), session, guild, {}, view);
        show(u"invite"_s);
        app::openLeaveGuild(theme(), session, guild, view);
        show(u"delete-community"_s);
        app::openCreateGuild(theme(), session, view);
        show(u"create-community"_s);
    }

    void settings() {
        Q_EMIT m_host.window().settingsWanted();
        auto* page = m_host.window().findChild<app::SettingsPage*>();
        static const char* const kNames[] = {"account", "appearance", "notifications", "hosting"};
        for (int i = 0; page != nullptr && i < 4; ++i) {
            page->showPage(i);
            save(m_host, u"settings-"_s + QLatin1StringView(kNames[i]));
        }
        m_host.window().showAccounts();
    }

    /** A channel in which the friend may read only, and long names. */
    void rights() {
        app::AccountSession& session = m_host.session();
        const shared::GuildId guild = session.navigation().guild();
        const shared::ChannelId channel = session.navigation().channel();
        shared::ModifyChannel name;
        name.name = u"announcements-for-everybody-who-has-the-keys-of-the-house-and-of-the-workshop"_s;
        std::ignore = session.channels().modify(channel, name);
        shared::ModifyGuild guildName;
        guildName.name = u"Lindenhof Makers, Menders, Gardeners and Friends of the Old Library"_s;
        std::ignore = session.guilds().modify(guild, guildName);
        shared::EditOverwrite readOnly;
        readOnly.type = shared::OverwriteType::Role;
        readOnly.deny = shared::Permissions(shared::Permission::SendMessages);
        std::ignore = session.channels().putOverwrite(channel, guild.as<shared::OverwriteId>(), readOnly);
        m_friend.wait([&] { return !m_friend.session().store().permissions().canSend(channel); });
        QTest::qWait(200);
        save(m_friend, u"read-only"_s);
        Q_EMIT m_friend.window().current()->chat()->composer()->whyWanted();
        QTest::qWait(200);
        for (app::Popup* popup : m_friend.window().findChildren<app::Popup*>()) {
            popup->grab().save(QDir(m_folder).filePath(u"app-why-%1.png"_s.arg(m_kind)));
            popup->close();
        }
        std::ignore = session.channels().removeOverwrite(channel, guild.as<shared::OverwriteId>());
        m_friend.wait([&] { return m_friend.session().store().permissions().canSend(channel); });
    }

    void noChannels() {
        app::AccountSession& session = m_host.session();
        const shared::GuildId before = session.navigation().guild();
        std::ignore = session.guilds().create(u"Fresh"_s);
        const auto fresh = [&] {
            for (const shared::GuildId id : session.store().guilds().ids())
                if (id != before) return id;
            return shared::GuildId();
        };
        if (!m_host.wait([&] { return !fresh().isNull(); })) return;
        const shared::GuildId guild = fresh();
        session.navigation().openGuild(guild);
        const QSet<shared::ChannelId> channels = session.store().channels().ids(guild);
        for (const shared::ChannelId id : channels)
            std::ignore = session.channels().remove(id);
        m_host.wait([&] { return session.store().channels().ids(guild).isEmpty(); });
        QTest::qWait(200);
        save(m_host, u"no-channels"_s);
    }

    void trouble() {
        m_port = m_host.app().hosted().port();
        m_host.app().hosted().stop();
        m_friend.wait([this] { return m_friend.find<QWidget>("connectionBanner") != nullptr; });
        m_friend.say(u"Are you there?"_s);
        QTest::qWait(200);
        save(m_friend, u"lost"_s);
        m_friend.close();
        m_friend.start();
        m_friend.window().resize(1280, 800);
        QTest::qWait(2500);
        save(m_friend, u"offline"_s);
    }

    /** A port that is another program's, and a start without the keychain. */
    void comingBack() {
        m_friend.close();
        m_host.close();
        QTcpServer other;
        other.listen(QHostAddress::LocalHost, m_port);
        m_host.start();
        m_host.window().resize(1280, 800);
        m_host.wait([this] { return m_host.find<app::Sheet>("hostTrouble") != nullptr; });
        QTest::qWait(300);
        save(m_host, u"port-taken"_s);
        m_host.close();
        m_host.keychain().setAvailable(false);
        m_host.start();
        m_host.window().resize(1280, 800);
        m_host.wait([this] { return m_host.find<app::Sheet>("hostTrouble") != nullptr; });
        if (auto* sheet = m_host.find<app::Sheet>("hostTrouble")) sheet->finish();
        QTest::qWait(300);
        save(m_host, u"remembered"_s);
        m_host.close();
    }

    const app::Theme& theme() { return m_host.app().theme(); }

    QString m_folder;
    QString m_kind;
    int m_zoom;
    bool m_rightToLeft = QGuiApplication::isRightToLeft();
    QString m_link;
    quint16 m_port = 0;
    tests::AppDriver m_host;
    tests::AppDriver m_friend;
};

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication qt(argc, argv);
    if (argc < 2) {
        std::fputs("usage: app_screenshots FOLDER\n", stderr);
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    for (const QString& kind : {u"light"_s, u"dark"_s, u"contrast"_s}) {
        if (Album(qt, folder, kind).take()) continue;
        std::fputs("app_screenshots: hosting or joining did not work\n", stderr);
        return 1;
    }
    if (!Album(qt, folder, u"light-zoom"_s, 200).take()) return 1;
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    if (!Album(qt, folder, u"light-rtl"_s).take()) return 1;
    return 0;
}
