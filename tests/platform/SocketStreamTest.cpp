#include <array>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/platform/net/SocketStream.h"

namespace {

using namespace server;

class Listener final : public SocketStreamListener {
 public:
    void onReadable() override {}
    void onDrained() override { ++drained; }
    void onBroken() override { ++broken; }
    int drained = 0;
    int broken = 0;
};

/** A stream and the other end of its connection. */
class SocketStreamTest : public testing::Test {
 protected:
    SocketStreamTest() {
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        m_other = ends[1];
        m_stream = std::make_unique<SocketStream>(ends[0], nullptr);
        m_stream->attach(m_poller, &m_listener);
    }
    ~SocketStreamTest() override {
        m_stream.reset();
        if (m_other >= 0) ::close(m_other);
    }

    /** What has arrived. */
    QByteArray received() const {
        QByteArray all;
        std::array<char, 65536> buffer{};
        for (ssize_t size = 0; (size = ::recv(m_other, buffer.data(), buffer.size(), 0)) > 0;) {
            all.append(buffer.data(), size);
        }
        return all;
    }

    Poller m_poller;
    Listener m_listener;
    std::unique_ptr<SocketStream> m_stream;
    int m_other = -1;
};

TEST_F(SocketStreamTest, WhatIsWrittenWhileHeldLeavesInOrderOnRelease) {
    QByteArray expected;
    const QByteArray shared(700, 's');
    m_poller.hold();
    for (int i = 0; i < 100; ++i) {
        const QByteArray before = "<" + QByteArray::number(i) + ":";
        const std::array<QByteArrayView, 3> parts{before, shared, ">"};
        ASSERT_TRUE(m_stream->write(parts, shared));
        expected += before + shared + ">";
    }
    EXPECT_EQ(m_stream->queuedBytes(), expected.size());
    EXPECT_EQ(received(), "");
    m_poller.release();
    EXPECT_EQ(received(), expected);
    EXPECT_EQ(m_stream->queuedBytes(), 0);
    EXPECT_EQ(m_listener.drained, 1);

    ASSERT_TRUE(m_stream->write("straight"));
    EXPECT_EQ(received(), "straight");
}

TEST_F(SocketStreamTest, AStreamMayGoWhileHeld) {
    m_poller.hold();
    ASSERT_TRUE(m_stream->write("never sent"));
    m_stream.reset();
    m_poller.release();
    EXPECT_EQ(received(), "");
    EXPECT_EQ(m_listener.drained, 0);
}

TEST_F(SocketStreamTest, WhatTheSystemDoesNotTakeOnReleaseStaysQueued) {
    const QByteArray large(4 * 1024 * 1024, 'x');
    m_poller.hold();
    ASSERT_TRUE(m_stream->write(large));
    m_poller.release();
    EXPECT_GT(m_stream->queuedBytes(), 0);
    EXPECT_EQ(m_listener.drained, 0);
    const qint64 sent = large.size() - m_stream->queuedBytes();
    EXPECT_EQ(received().size(), sent);
}

}  // namespace
