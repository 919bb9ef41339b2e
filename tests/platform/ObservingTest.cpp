#include <thread>

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <gtest/gtest.h>

#include "server/platform/logging/Logging.h"
#include "server/platform/metrics/Metrics.h"

namespace {

using namespace Qt::StringLiterals;

TEST(MetricsTest, CountsAndWritesText) {
    server::Metrics metrics;
    server::Counter& ok = metrics.counter("guildhall_requests_total", "Requests.", {{"status", "200"}});
    server::Counter& bad = metrics.counter("guildhall_requests_total", "Requests.", {{"status", "500"}});
    EXPECT_EQ(&ok, &metrics.counter("guildhall_requests_total", "Requests.", {{"status", "200"}}));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                ok.add();
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    bad.add(2);
    metrics.gauge("guildhall_sessions", "Sessions.").set(7);
    metrics.gaugeFunction("guildhall_queue", "Queue.", [] { return 1.5; });
    server::Histogram& seconds = metrics.histogram("guildhall_seconds", "Time.", {0.1, 1.0});
    seconds.observe(0.05);
    seconds.observe(0.1);
    seconds.observe(std::chrono::milliseconds(500));
    seconds.observe(3.0);
    const QByteArray text = metrics.toText();
    EXPECT_TRUE(text.contains("# TYPE guildhall_requests_total counter\n")) << text.toStdString();
    EXPECT_TRUE(text.contains("guildhall_requests_total{status=\"200\"} 4000\n"));
    EXPECT_TRUE(text.contains("guildhall_requests_total{status=\"500\"} 2\n"));
    EXPECT_TRUE(text.contains("guildhall_sessions 7\n"));
    EXPECT_TRUE(text.contains("guildhall_queue 1.5\n"));
    EXPECT_TRUE(text.contains("guildhall_seconds_bucket{le=\"0.1\"} 2\n"));
    EXPECT_TRUE(text.contains("guildhall_seconds_bucket{le=\"1\"} 3\n"));
    EXPECT_TRUE(text.contains("guildhall_seconds_bucket{le=\"+Inf\"} 4\n"));
    EXPECT_TRUE(text.contains("guildhall_seconds_count 4\n"));
    EXPECT_TRUE(text.contains("process_resident_memory_bytes "));
}

TEST(LoggingTest, WritesOneLineEach) {
    const QByteArray json =
        server::formatLogLine(server::LogFormat::Json, QtWarningMsg, "server.gateway", u"a \"quoted\"\nline"_s, 1'000);
    EXPECT_EQ(json.count('\n'), 1);
    const QJsonObject line = QJsonDocument::fromJson(json).object();
    EXPECT_EQ(line[u"level"].toString(), u"warning"_s);
    EXPECT_EQ(line[u"category"].toString(), u"server.gateway"_s);
    EXPECT_EQ(line[u"message"].toString(), u"a \"quoted\"\nline"_s);
    EXPECT_EQ(line[u"time"].toString(), u"1970-01-01T00:00:01.000Z"_s);
    const QByteArray text =
        server::formatLogLine(server::LogFormat::Text, QtInfoMsg, "server.api", u"two\nlines"_s, 1'000);
    EXPECT_EQ(text, "1970-01-01T00:00:01.000Z info    server.api: two lines\n");
}

}  // namespace
