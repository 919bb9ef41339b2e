#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>

#include "server/platform/config/ServerConfig.h"

namespace {

using namespace Qt::StringLiterals;
using server::loadServerConfig;
using server::ServerConfig;

QString errorOf(const QStringList& arguments, const QMap<QString, QString>& environment = {}) {
    const auto loaded = loadServerConfig(arguments, environment);
    return loaded ? QString() : loaded.error().message();
}

class ConfigTest : public testing::Test {
 protected:
    QString write(const QByteArray& toml) {
        const QString path = folder.filePath(u"c.toml"_s);
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(toml);
        return path;
    }
    QTemporaryDir folder;
};

TEST_F(ConfigTest, DefaultsAreSafe) {
    const ServerConfig config;
    EXPECT_EQ(config.listenAddress(), QHostAddress(QHostAddress::LocalHost));
    EXPECT_EQ(config.listenPort(), 8080);
    EXPECT_EQ(config.registration, server::Registration::Invite);
    EXPECT_EQ(config.registrationLimit, 20);
    EXPECT_EQ(config.maxConcurrency, 16);
    EXPECT_FALSE(config.allowPlainHttp);
    EXPECT_FALSE(config.metricsPublic);
    EXPECT_TRUE(config.rateLimits);
    EXPECT_EQ(config.attachmentLimit, 25 * 1024 * 1024);
    EXPECT_GT(config.workers, 0);
    EXPECT_GT(config.gatewayThreads, 0);
}

TEST_F(ConfigTest, ThePublicAddressIsTakenWithoutTheSlashAtItsEnd) {
    const auto loaded = loadServerConfig({u"--public-url"_s, u"https://chat.example.org/"_s}, {});
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message().toStdString();
    EXPECT_EQ(loaded->config.publicUrl, u"https://chat.example.org"_s);
}

TEST_F(ConfigTest, FlagsBeatTheEnvironmentAndThatTheFile) {
    const QString path = write(
        "workers = 3\nserver-name = \"file\"\nmax-concurrency = 5\ntrusted-proxies = [\"10.0.0.0/8\", \"::1\"]\n"
        "rate-limits = false\n");
    const auto loaded = loadServerConfig(
        {u"--config"_s, path, u"--server-name=flag"_s, u"--listen"_s, u"[::1]:0"_s},
        {{u"GUILDHALL_SERVER_NAME"_s, u"environment"_s}, {u"GUILDHALL_WORKERS"_s, u"4"_s}, {u"HOME"_s, u"/"_s}});
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message().toStdString();
    EXPECT_EQ(loaded->config.serverName, u"flag"_s);
    EXPECT_EQ(loaded->config.workers, 4);
    EXPECT_EQ(loaded->config.maxConcurrency, 5);
    EXPECT_EQ(loaded->config.trustedProxySubnets().size(), 2);
    EXPECT_FALSE(loaded->config.rateLimits);
    EXPECT_EQ(loaded->config.listenAddress(), QHostAddress(u"::1"_s));
    EXPECT_EQ(loaded->config.listenPort(), 0);
    EXPECT_EQ(loaded->origins.value(u"workers"_s), server::SettingOrigin::Environment);
    EXPECT_EQ(loaded->origins.value(u"max-concurrency"_s), server::SettingOrigin::File);
    EXPECT_FALSE(loaded->origins.contains(u"data"_s));
}

TEST_F(ConfigTest, UnknownKeysNameTheNearest) {
    EXPECT_TRUE(errorOf({u"--registraton"_s, u"open"_s}).contains(u"did you mean --registration?"_s));
    EXPECT_TRUE(errorOf({u"--rate-limit=on"_s}).contains(u"--rate-limits"_s));
    EXPECT_TRUE(errorOf({}, {{u"GUILDHALL_LISTN"_s, u"x"_s}}).contains(u"did you mean GUILDHALL_LISTEN?"_s));
    EXPECT_TRUE(errorOf({u"--config"_s, write("workrs = 3\n")}).contains(u"did you mean workers?"_s));
}

TEST_F(ConfigTest, WrongValuesAreSentences) {
    EXPECT_EQ(errorOf({u"--registration"_s, u"all"_s}),
              u"--registration must be open, invite or closed, not \"all\"."_s);
    EXPECT_EQ(errorOf({u"--workers"_s, u"-1"_s}), u"--workers must be a number from 0 to 1024, not \"-1\"."_s);
    EXPECT_EQ(errorOf({u"--workers"_s, u"many"_s}), u"--workers must be a number from 0 to 1024, not \"many\"."_s);
    EXPECT_TRUE(errorOf({u"--attachment-limit"_s, u"99999999GiB"_s}).contains(u"must be a size from 1KiB to 16GiB"_s));
    EXPECT_TRUE(errorOf({u"--rate-limits"_s, u"maybe"_s}).contains(u"must be on or off"_s));
    EXPECT_TRUE(errorOf({u"--data"_s}).contains(u"--data needs a value"_s));
    EXPECT_TRUE(errorOf({u"stray"_s}).contains(u"\"stray\" is no flag"_s));
    EXPECT_TRUE(errorOf({u"--data"_s, u"a"_s, u"--data"_s, u"b"_s}).contains(u"given twice"_s));
    EXPECT_TRUE(errorOf({u"--listen"_s, u"everywhere"_s}).contains(u"listen must be an address and a port"_s));
    EXPECT_TRUE(errorOf({u"--listen"_s, u"1.2.3.4:70000"_s}).contains(u"listen must be"_s));
    EXPECT_TRUE(errorOf({u"--public-url"_s, u"ftp://x"_s}).contains(u"public-url must look like"_s));
    EXPECT_TRUE(errorOf({u"--tls-key"_s, u"/k"_s}).contains(u"together"_s));
    EXPECT_TRUE(errorOf({u"--trusted-proxies"_s, u"1.2.3.4, nowhere"_s}).contains(u"nowhere"_s));
    EXPECT_TRUE(errorOf({u"--config"_s, u"/nonexistent.toml"_s}).contains(u"/nonexistent.toml"_s));
    EXPECT_TRUE(errorOf({u"--config"_s, write("a = \n")}).contains(u"line 1"_s));
}

TEST_F(ConfigTest, SizesTakeUnits) {
    const auto loaded = loadServerConfig({u"--attachment-limit"_s, u"1GiB"_s, u"--body-limit=64k"_s}, {});
    ASSERT_TRUE(loaded.has_value());
    EXPECT_EQ(loaded->config.attachmentLimit, 1LL << 30);
    EXPECT_EQ(loaded->config.bodyLimit, 65536);
}

TEST_F(ConfigTest, HelpAndVersion) {
    EXPECT_EQ(loadServerConfig({u"--help"_s}, {})->action, server::ServerCommandLine::Action::ShowHelp);
    EXPECT_EQ(loadServerConfig({u"--version"_s}, {})->action, server::ServerCommandLine::Action::ShowVersion);
    for (const auto& setting : server::describeSettings(ServerConfig())) {
        EXPECT_TRUE(server::serverHelpText().contains(u"--"_s + setting.key + u' '));
        EXPECT_FALSE(setting.help.isEmpty());
    }
    EXPECT_TRUE(server::serverVersionText().startsWith(u"guildhall-server "_s));
}

}  // namespace
