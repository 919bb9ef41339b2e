#include "tests/support/TestServer.h"

using namespace Qt::StringLiterals;

namespace tests {

TestServer::TestServer(const QStringList& more) {
    QStringList flags{u"--data"_s, m_folder.path(),           u"--listen"_s, u"127.0.0.1:0"_s,   u"--registration"_s,
                      u"open"_s,   u"--registration-limit"_s, u"0"_s,        u"--rate-limits"_s, u"off"_s};
    if (!more.contains(u"--workers"_s)) flags += {u"--workers"_s, u"2"_s};
    auto command = server::loadServerConfig(flags + more, {});
    EXPECT_TRUE(command.has_value()) << (command.has_value() ? "" : command.error().message().toStdString());
    if (!command.has_value()) return;
    m_config = command->config;
    start();
}

void TestServer::restart() {
    m_server->stop();
    m_server.reset();
    start();
}

void TestServer::start() {
    m_server = std::make_unique<server::Server>(m_config);
    const auto started = m_server->start();
    EXPECT_TRUE(started.has_value()) << (started.has_value() ? "" : started.error().message().toStdString());
}

}  // namespace tests
