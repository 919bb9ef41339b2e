#include <cstdio>

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>
#include <unistd.h>

#include "tests/e2e/Driver.h"

// The whole app, driven by commands on standard input: one JSON object a line, each answered by one on standard output.

using namespace Qt::StringLiterals;

namespace {

void tell(const QJsonObject& object) {
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

/** Hands commands to the driver, one after the other, also when they come while one is being done. */
class Commands {
 public:
    explicit Commands(tests::Driver& driver) : m_driver(driver) {}

    /** @return false = the input has ended */
    bool read() {
        char part[65536];
        const ssize_t size = ::read(STDIN_FILENO, part, sizeof part);
        if (size <= 0) return false;
        m_input.append(part, size);
        if (!m_isBusy) work();
        return true;
    }

 private:
    void work() {
        m_isBusy = true;
        for (qsizetype end = m_input.indexOf('\n'); end >= 0; end = m_input.indexOf('\n')) {
            const QJsonObject command = QJsonDocument::fromJson(m_input.left(end)).object();
            m_input.remove(0, end + 1);
            QJsonObject answer = m_driver.run(command);
            answer.insert(u"answer"_s, command["n"_L1]);
            tell(answer);
        }
        m_isBusy = false;
    }

    tests::Driver& m_driver;
    QByteArray m_input;
    bool m_isBusy = false;
};

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_NO_THREADED_GLIB", "1");
    QApplication qt(argc, argv);
    QApplication::setApplicationName(u"guildhall-e2e"_s);
    QCommandLineParser parser;
    const QCommandLineOption profile(u"profile"_s, u"Where the app keeps its things."_s, u"folder"_s);
    parser.addOption(profile);
    parser.process(qt);
    const QString folder = QDir(parser.value(profile)).absolutePath();
    if (!parser.isSet(profile) || !QDir().mkpath(folder)) return 2;

    tests::FileKeychain keychain(folder + u"/keychain.json"_s);
    tests::ScriptedDialogs dialogs;
    app::Application application(qt, {folder, folder + u"/server"_s, QString()}, &keychain, &dialogs);
    application.hosted().setTuning({.rateLimits = false, .onlyThisComputer = true});
    application.start();
    application.window().resize(1280, 800);
    application.window().activateWindow();

    tests::Driver driver(application, dialogs);
    QObject::connect(&driver, &tests::Driver::told, &driver, tell);
    Commands commands(driver);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &qt, [&] {
        if (commands.read()) return;
        input.setEnabled(false);
        // quit() would ask whether to go on hosting.
        QApplication::exit(0);
    });
    return QApplication::exec();
}
