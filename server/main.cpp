#include <csignal>
#include <cstdio>

#include <QtCore/QCoreApplication>
#include <QtCore/QSocketNotifier>
#include <sys/stat.h>
#include <unistd.h>

#include "server/DataFolder.h"
#include "server/Server.h"
#include "server/platform/logging/Logging.h"

namespace {

/** The way from a signal handler, which may do next to nothing, to the event loop. */
int s_signalPipe[2] = {-1, -1};

void onSignal(int) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(s_signalPipe[1], &byte, 1);
}

bool watchSignals() {
    if (::pipe(s_signalPipe) != 0) return false;
    struct sigaction action {};
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    std::signal(SIGPIPE, SIG_IGN);
    return sigaction(SIGTERM, &action, nullptr) == 0 && sigaction(SIGINT, &action, nullptr) == 0;
}

int fail(const QString& sentence) {
    std::fprintf(stderr, "guildhall-server: %s\n", qPrintable(sentence));
    return 1;
}

int backUp(const QString& folder, const QString& target) {
    if (const auto copied = server::copyDataFolder(folder, target); !copied.has_value()) {
        return fail(copied.error().message());
    }
    std::printf("The backup of %s is in %s.\n", qPrintable(folder), qPrintable(target));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    // What it writes is its own, also in a data folder that others may list.
    ::umask(S_IRWXG | S_IRWXO);
    // The plain event dispatcher costs half of glib's; see docs/transport.md.
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("guildhall-server"));

    auto command = server::loadServerConfig(application.arguments().mid(1), server::processEnvironment());
    if (!command.has_value()) return fail(command.error().message());
    switch (command->action) {
        case server::ServerCommandLine::Action::ShowHelp:
            std::fputs(qPrintable(server::serverHelpText()), stdout);
            return 0;
        case server::ServerCommandLine::Action::ShowVersion:
            std::printf("%s\n", qPrintable(server::serverVersionText()));
            return 0;
        case server::ServerCommandLine::Action::Backup:
            return backUp(command->config.dataFolder, command->backupFolder);
        case server::ServerCommandLine::Action::Run:
            break;
    }
    server::installLogging(command->config.logFormat, command->config.logLevel);
    if (!watchSignals()) return fail(QStringLiteral("cannot watch for signals"));

    server::Server server(command->config);
    if (const auto started = server.start(); !started.has_value()) return fail(started.error().message());

    QSocketNotifier notifier(s_signalPipe[0], QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    std::printf("ready http://%s/api\n", qPrintable(server.listenAddress()));
    std::fflush(stdout);
    const int status = application.exec();
    server.stop();
    return status;
}
