#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtWidgets/QApplication>

#include "app/Application.h"
#include "app/EndSignals.h"
#include "app/SingleInstance.h"

using namespace Qt::StringLiterals;

namespace {

app::ApplicationOptions optionsOf(const QApplication& qt) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Talk with your people, on a server that is yours or theirs."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(
        u"profile"_s, QCoreApplication::translate("main", "Keep settings, accounts and caches in <folder>."),
        u"folder"_s);
    const QCommandLineOption data(
        u"data"_s, QCoreApplication::translate("main", "Keep the data of a hosted server in <folder>."), u"folder"_s);
    parser.addOptions({profile, data});
    parser.addPositionalArgument(u"link"_s, QCoreApplication::translate("main", "An invite link or address to join."),
                                 u"[link]"_s);
    parser.process(qt);
    app::ApplicationOptions options;
    options.profileFolder = parser.isSet(profile) ? QDir(parser.value(profile)).absolutePath()
                                                  : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    options.dataFolder = parser.isSet(data) ? QDir(parser.value(data)).absolutePath()
                                            : QDir(options.profileFolder).filePath(u"server"_s);
    options.link = parser.positionalArguments().value(0);
    QDir().mkpath(options.profileFolder);
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    // With glib's event loop in threads the embedded server is slow; without glib at all the keychain never answers.
    qputenv("QT_NO_THREADED_GLIB", "1");
    QApplication qt(argc, argv);
    QApplication::setApplicationName(u"guildhall"_s);
    QApplication::setApplicationDisplayName(u"Guildhall"_s);
    QApplication::setApplicationVersion(QStringLiteral(GUILDHALL_VERSION));
    QApplication::setDesktopFileName(u"guildhall"_s);

    const app::ApplicationOptions options = optionsOf(qt);
    app::SingleInstance instance(options.profileFolder);
    if (!instance.claim(options.link)) return 0;

    app::Application application(qt, options);
    QObject::connect(&instance, &app::SingleInstance::raised, &application, &app::Application::raise);
    // Destroyed before the application is: while that finishes its work, a second signal ends the process.
    const app::EndSignals signalled;
    QObject::connect(&signalled, &app::EndSignals::asked, &application, &app::Application::end);
    application.start();
    return QApplication::exec();
}
