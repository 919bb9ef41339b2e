#include <map>
#include <set>

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

#include "shared/protocol/Routes.h"
#include "tests/support/TestServer.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** "GET /guilds/{}/bans/{}": the names of parameters do not matter. */
QString normalized(const QString& method, QString path) {
    static const QRegularExpression kParameter(u"\\{[^}]*\\}"_s);
    return method.toUpper() + u' ' + path.replace(kParameter, u"{}"_s);
}

QByteArray readSource(const QString& path) {
    QFile file(QStringLiteral(GUILDHALL_SOURCE_DIR "/tests/") + path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

struct Line {
    QString status;  ///< done, planned or never
    QString why;
};

/** coverage/endpoints.txt by normalized operation: "STATUS METHOD PATH" and, for never, "# why". */
std::map<QString, Line> coverage() {
    std::map<QString, Line> lines;
    for (const QString& line : QString::fromUtf8(readSource(u"protocol/coverage/endpoints.txt"_s)).split(u'\n')) {
        if (line.isEmpty() || line.startsWith(u'#')) continue;
        const QStringList words = line.section(u" # "_s, 0, 0).split(u' ', Qt::SkipEmptyParts);
        EXPECT_EQ(words.size(), 3) << line.toStdString();
        if (words.size() != 3) continue;
        const bool isNew =
            lines.try_emplace(normalized(words[1], words[2]), Line{words[0], line.section(u" # "_s, 1)}).second;
        EXPECT_TRUE(isNew) << line.toStdString() << " is there twice";
    }
    return lines;
}

TEST(CoverageTest, EveryPublishedOperationHasItsLineAndItsRoute) {
    std::set<QString> published;
    const QJsonObject paths =
        QJsonDocument::fromJson(readSource(u"compat/data/openapi.json"_s)).object()["paths"_L1].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString& method : path->toObject().keys()) {
            if (shared::httpMethodFromString(QLatin1StringView(method.toUpper().toLatin1()))) {
                published.insert(normalized(method, path.key()));
            }
        }
    }
    ASSERT_GT(published.size(), 200U);
    std::set<QString> routes;
    for (const shared::RouteRow& row : shared::routes())
        routes.insert(normalized(QString(shared::toString(row.method)), QString(row.path)));
    const auto lines = coverage();
    for (const QString& operation : published) {
        EXPECT_TRUE(lines.contains(operation)) << operation.toStdString() << " has no line in endpoints.txt";
        EXPECT_TRUE(routes.contains(operation)) << operation.toStdString() << " is not in shared::routes()";
    }
    for (const auto& [operation, line] : lines) {
        EXPECT_TRUE(published.contains(operation)) << operation.toStdString() << " is not published";
        const bool isKnown = line.status == u"done"_s || line.status == u"planned"_s || line.status == u"never"_s;
        EXPECT_TRUE(isKnown) << line.status.toStdString();
        EXPECT_EQ(line.status == u"never"_s, !line.why.isEmpty()) << operation.toStdString();
    }
}

/** What the file says is what the server does: code 0 with 404 is the answer to what is not served. */
TEST(CoverageTest, TheServerServesWhatIsDoneAndNothingElse) {
    TestServer server;
    ASSERT_TRUE(server.isRunning());
    TestClient person(server.port());
    ASSERT_FALSE(person.registerPerson(u"ann"_s).isEmpty());
    const QByteArray application =
        person.ask("POST", "/applications", {{u"name"_s, u"bot"_s}}).object()["id"_L1].toString().toLatin1();
    const Answer reset = person.ask("POST", "/applications/" + application + "/bot/reset");
    const QByteArray token = "Bot " + reset.object()["token"_L1].toString().toLatin1();
    TestClient bot(server.port(), token);
    ASSERT_EQ(bot.ask("GET", "/users/@me").status, 200);

    const auto lines = coverage();
    for (const shared::RouteRow& row : shared::routes()) {
        const auto line = lines.find(normalized(QString(shared::toString(row.method)), QString(row.path)));
        if (line == lines.end()) continue;  // the user-account side is not in the published document
        QByteArray path(row.path.data(), row.path.size());
        for (qsizetype open = path.indexOf('{'); open >= 0; open = path.indexOf('{'))
            path.replace(open, path.indexOf('}', open) - open + 1, "77");
        const QLatin1StringView method = shared::toString(row.method);
        TestClient& client = row.auth == shared::RouteAuth::User ? person : bot;
        const Answer answer = client.ask(QByteArray(method.data(), method.size()), path);
        const bool isServed = answer.status != 404 || answer.code() != 0;
        EXPECT_EQ(isServed, line->second.status == u"done"_s)
            << line->first.toStdString() << ": " << answer.status << ' ' << answer.body.toStdString();
        EXPECT_LT(answer.status, 500) << line->first.toStdString();
    }
}

}  // namespace
}  // namespace tests
