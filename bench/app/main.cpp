#include <cstdio>

#include <QtCore/QCommandLineParser>

#include "bench/app/Profile.h"
#include "bench/app/Scroll.h"

// The parts of the app's benchmark that need its code: a profile to start with, and the long scroll. bench/run.py
// (part "app") starts the real program on the profile and measures from outside.

using namespace Qt::StringLiterals;

int main(int argc, char** argv) {
    qputenv("QT_NO_THREADED_GLIB", "1");
    bench::TimedApplication qt(argc, argv);
    QApplication::setApplicationName(u"guildhall-bench"_s);
    QCommandLineParser parser;
    parser.addPositionalArgument(u"command"_s, u"profile or scroll"_s);
    parser.addOptions({{u"profile"_s, u"Folder to write the profile into."_s, u"folder"_s},
                       {u"server"_s, u"Address of the server."_s, u"address"_s},
                       {u"token"_s, u"Of the account."_s, u"token"_s},
                       {u"user"_s, u"Id of the account."_s, u"id"_s},
                       {u"guild"_s, u"Id of the guild."_s, u"id"_s},
                       {u"channel"_s, u"Id of the channel."_s, u"id"_s},
                       {u"messages"_s, u"How many to scroll through."_s, u"count"_s, u"100000"_s}});
    parser.addHelpOption();
    parser.process(qt);
    QString wrong = u"which command: profile or scroll?"_s;
    if (parser.positionalArguments().value(0) == u"profile"_s) {
        wrong = bench::writeProfile(parser.value(u"profile"_s));
    } else if (parser.positionalArguments().value(0) == u"scroll"_s) {
        wrong = bench::scroll(
            qt, {parser.value(u"server"_s), parser.value(u"token"_s), parser.value(u"user"_s), parser.value(u"guild"_s),
                 parser.value(u"channel"_s), parser.value(u"messages"_s).toInt()});
    }
    if (wrong.isEmpty()) return 0;
    std::fprintf(stderr, "%s\n", qPrintable(wrong));
    return 1;
}
