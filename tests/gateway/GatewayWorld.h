#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>

#include "server/gateway/Etf.h"
#include "server/gateway/GatewayServer.h"
#include "server/gateway/GatewayThread.h"
#include "server/platform/metrics/Metrics.h"
#include "server/services/ApplicationService.h"
#include "server/services/DmService.h"
#include "server/services/ReadStateService.h"
#include "server/services/UserService.h"
#include "server/services/VoiceService.h"
#include "tests/services/ServiceWorld.h"

namespace tests {

/** What a client has received. Written on gateway threads, read by the test. */
struct Mailbox {
    struct Packet {
        int op = -1;
        QString t;
        qint64 s = 0;
        QJsonValue d;
    };

    void add(const QJsonObject& json) {
        const std::lock_guard lock(mutex);
        packets.append({json[QStringLiteral("op")].toInt(-1), json[QStringLiteral("t")].toString(),
                        json[QStringLiteral("s")].toInteger(), json[QStringLiteral("d")]});
        changed.notify_all();
    }
    /** Waits until `accept(*this)`; at most 5 seconds. */
    template <class F>
    bool wait(F&& accept) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(5), [&] { return accept(*this); });
    }

    std::mutex mutex;
    std::condition_variable changed;
    QList<Packet> packets;
    std::optional<int> closeCode;
    QList<QByteArray> binaries;
};

/** The server's end of a connection without a network: decodes what is sent into a mailbox. */
class FakeSocket final : public server::GatewaySocket {
 public:
    FakeSocket(std::shared_ptr<Mailbox> box, server::GatewayThread& thread) : m_box(std::move(box)), m_thread(thread) {}
    void setId(quint64 id) { m_id = id; }

    bool sendText(QByteArrayView before, const QByteArray& shared, QByteArrayView after) override {
        const QByteArray whole = before.toByteArray() + shared + after.toByteArray();
        const QJsonDocument json = QJsonDocument::fromJson(whole);
        EXPECT_TRUE(json.isObject()) << whole.left(200).constData();
        m_box->add(json.object());
        return true;
    }
    bool sendBinary(const QByteArray& payload) override {
        {
            const std::lock_guard lock(m_box->mutex);
            m_box->binaries.append(payload);
        }
        const auto term = server::parseEtf(payload);
        if (term.has_value()) m_box->add(term->toObject());
        return true;
    }
    void close(quint16 code, const QByteArray&) override {
        {
            const std::lock_guard lock(m_box->mutex);
            m_box->closeCode = code;
            m_box->changed.notify_all();
        }
        m_thread.post([&thread = m_thread, id = m_id] { thread.closed(id, false); });
    }

 private:
    std::shared_ptr<Mailbox> m_box;
    server::GatewayThread& m_thread;
    quint64 m_id = 0;
};

/** A client: speaks to one gateway thread through a FakeSocket. */
class GatewayClient {
 public:
    GatewayClient(server::GatewayThread& thread, server::ConnectionOptions options = {})
        : m_thread(thread), m_isEtf(options.encoding == server::ConnectionOptions::Encoding::Etf) {
        if (options.resumeUrl.isEmpty()) options.resumeUrl = QStringLiteral("ws://test/gateway");
        thread.io().call([&] {
            auto socket = std::make_unique<FakeSocket>(box, thread);
            FakeSocket& seam = *socket;
            server::Connection& connection = thread.open(std::move(socket), options);
            m_id = connection.id();
            seam.setId(m_id);
            connection.greet();
        });
    }

    void sendBytes(const QByteArray& bytes, bool isBinary = false) {
        m_thread.io().call([&] {
            if (server::Connection* connection = m_thread.connection(m_id)) connection->receive(bytes, isBinary);
        });
    }
    void send(int op, const QJsonValue& d) {
        const QJsonObject payload{{QStringLiteral("op"), op}, {QStringLiteral("d"), d}};
        if (!m_isEtf) return sendBytes(QJsonDocument(payload).toJson(QJsonDocument::Compact));
        QByteArray term(1, server::kEtfVersion);
        server::appendEtf(term, payload);
        sendBytes(term, true);
    }
    void identify(const QByteArray& token, QJsonObject more = {}) {
        more[QStringLiteral("token")] = QString::fromLatin1(token);
        more[QStringLiteral("properties")] = QJsonObject{{QStringLiteral("os"), QStringLiteral("linux")}};
        send(2, more);
    }
    void resume(const QByteArray& token, const QString& session, qint64 seq) {
        send(6, QJsonObject{{QStringLiteral("token"), QString::fromLatin1(token)},
                            {QStringLiteral("session_id"), session},
                            {QStringLiteral("seq"), seq}});
    }
    /** The network is gone, or with `ended` the client has said good-bye. */
    void drop(bool ended = false) {
        m_thread.io().call([&] { m_thread.closed(m_id, ended); });
    }

    bool waitFor(const QString& t, int times = 1) {
        return box->wait([&](const Mailbox& all) {
            return std::ranges::count_if(all.packets, [&](const auto& one) { return one.t == t; }) >= times;
        });
    }
    bool waitForOp(int op) {
        return box->wait([&](const Mailbox& all) {
            return std::ranges::any_of(all.packets, [&](const auto& one) { return one.op == op; });
        });
    }
    /** Waits for the close; -1 if none comes. */
    int closed() {
        box->wait([](const Mailbox& all) { return all.closeCode.has_value(); });
        const std::lock_guard lock(box->mutex);
        return box->closeCode.value_or(-1);
    }
    QList<Mailbox::Packet> dispatches(const QString& t = {}) const {
        const std::lock_guard lock(box->mutex);
        QList<Mailbox::Packet> found;
        for (const auto& one : box->packets) {
            if (one.op == 0 && (t.isEmpty() || one.t == t)) found.append(one);
        }
        return found;
    }
    QJsonObject first(const QString& t) const {
        const auto found = dispatches(t);
        return found.isEmpty() ? QJsonObject() : found.first().d.toObject();
    }
    QStringList contents() const {
        QStringList texts;
        for (const auto& one : dispatches(QStringLiteral("MESSAGE_CREATE"))) {
            texts.append(one.d[QStringLiteral("content")].toString());
        }
        return texts;
    }
    qint64 lastSeq() const {
        const auto all = dispatches();
        return all.isEmpty() ? 0 : all.last().s;
    }
    QString sessionId() const { return first(QStringLiteral("READY"))[QStringLiteral("session_id")].toString(); }

    std::shared_ptr<Mailbox> box = std::make_shared<Mailbox>();

 private:
    server::GatewayThread& m_thread;
    const bool m_isEtf;
    quint64 m_id = 0;
};

/** A gateway with two threads on real services. */
class GatewayWorld : public ServiceWorld {
 protected:
    GatewayWorld() {
        dms.attachOutbox();
        startGateway();
    }
    ~GatewayWorld() override {
        if (gateway) gateway->stop();
        workers.stop();
    }

    void startGateway() {
        server::GatewaySettings settings;
        settings.threads = 2;
        settings.sessionFile = folder.filePath(QStringLiteral("sessions"));
        feeds = std::make_unique<server::FeedHub>(bus, storage->eventLog());
        gateway = std::make_unique<server::GatewayServer>(
            server::GatewayParts{*feeds, storage->eventLog(), bus, workers, access, auth, limits, presence, voice,
                                 accounts, applications, guildService, memberService, dms, readStates, metrics, clock,
                                 random},
            settings);
        gateway->start();
    }
    void stopGateway() {
        gateway->stop();
        gateway.reset();
        feeds.reset();
    }
    server::GatewayThread& thread(int index = 0) { return *gateway->threads()[static_cast<std::size_t>(index)]; }
    void sweep() {
        for (const auto& one : gateway->threads())
            one->io().call([&] { one->sweep(); });
    }
    /** Until all that has been published so far has reached the sessions. */
    void settle() {
        feeds->flush();
        for (const auto& one : gateway->threads())
            one->io().call([] {});
    }

    QByteArray token(shared::UserId user, server::SessionKind kind = server::SessionKind::User) {
        auto made = storage->write(server::StreamKey::user(user), [&](server::Transaction& tx) {
            return server::AuthService::insertSession(tx, user, kind, clock, random);
        });
        EXPECT_TRUE(made.has_value());
        return made.has_value() ? *made : QByteArray();
    }
    /** A bot with an application that may use these flags. */
    shared::UserId bot(quint64 flags = ~quint64{0} >> 40) {
        const shared::UserId id = aUser(*storage, ids).bot().build();
        server::ApplicationRow row;
        row.id = id.as<shared::ApplicationId>();
        row.botId = id;
        row.name = QStringLiteral("bot");
        row.flags = flags;
        const auto done = storage->write(server::StreamKey::user(id),
                                         [&](server::Transaction& tx) { return tx.applications().insert(row); });
        EXPECT_TRUE(done.has_value());
        return id;
    }
    QByteArray botToken(shared::UserId id) { return token(id, server::SessionKind::Bot); }

    static QJsonObject withIntents(shared::Intents intents) {
        return {{QStringLiteral("intents"), static_cast<qint64>(intents.bits())}};
    }
    std::unique_ptr<GatewayClient> connected(const QByteArray& withToken, const QJsonObject& more = {}, int on = 0) {
        auto client = std::make_unique<GatewayClient>(thread(on));
        client->identify(withToken, more);
        EXPECT_TRUE(client->waitFor(QStringLiteral("READY")));
        settle();
        return client;
    }

    QTemporaryDir folder;
    server::Metrics metrics;
    server::WorkerPool workers{QStringLiteral("test"), 2, 1000};
    server::PasswordHasher hasher{workers, server::PasswordHasher::Cost::Weak};
    server::LimitSettings limitSettings = [] {
        server::LimitSettings out;
        out.identifyPer5Seconds = 3;
        return out;
    }();
    server::LimitService limits{*ephemeral, limitSettings};
    server::VoiceService voice{parts, workers};
    server::PresenceService presence{*storage, *ephemeral, bus, workers, clock};
    server::DmService dms{server::DmService::Parts{*storage, access, users, ids}};
    server::MessageService dmMessages{parts, &dms};
    server::ReadStateService readStates{*storage, access};
    server::AuthService auth{
        server::AuthService::Parts{*storage, bus, limits, hasher, ids, clock, random, inviteService},
        server::RegistrationPolicy::Open,
        {}};
    server::UserService accounts{
        server::UserService::Parts{*storage, auth, users, members, media, clock, random, graphs}};
    server::ApplicationService applications{
        server::ApplicationService::Parts{*storage, memberService, users, media, ids, clock, random}};
    std::unique_ptr<server::FeedHub> feeds;
    std::unique_ptr<server::GatewayServer> gateway;
};

}  // namespace tests
