#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>

#include "server/platform/http/HttpServer.h"
#include "server/platform/threads/WorkerPool.h"
#include "server/platform/tls/TlsContext.h"
#include "tests/platform/RawClient.h"

/** Serves a few paths, each for one kind of test. */
class TestHandler : public server::HttpHandler {
 public:
    using Request = std::shared_ptr<server::HttpRequest>;

    server::HeadDecision onHead(const server::HttpRequestHead& head) override {
        if (head.rawPath() == "/early") {
            server::HeadDecision decision;
            decision.answer = server::HttpResponse::text(401, "early");
            return decision;
        }
        server::HeadDecision decision;
        if (head.rawPath() == "/asks" && question) {
            decision.ask = [this, &head] { return question(head); };
            return decision;
        }
        if (head.rawPath() == "/small") decision.bodyLimit = 10;
        decision.context = 42;
        return decision;
    }

    void onRequest(Request request, server::HttpResponder responder) override {
        const QByteArray path = request->head().rawPath().toByteArray();
        if (path == "/drop") return;
        if (path == "/later") return hold(std::move(request), std::move(responder));
        if (custom) {
            responder.respond(custom(*request));
            return;
        }
        QByteArray body = request->head().methodName().toByteArray() + ' ' + request->head().target().toByteArray();
        for (int i = 0; i < request->head().segmentCount(); ++i) {
            body += "\n[" + request->head().segment(i).toByteArray() + ']';
        }
        if (request->bodySize() > 0) body += "\nbody " + QByteArray::number(request->bodySize());
        responder.respond(server::HttpResponse::text(200, body));
    }

    server::UpgradeDecision onUpgrade(const server::HttpRequestHead& head) override {
        if (upgrade) return upgrade(head);
        return HttpHandler::onUpgrade(head);
    }

    void onAnswered(const server::HttpRequestHead&, int status, std::chrono::nanoseconds) override {
        const std::lock_guard lock(mutex);
        answered.append(status);
        changed.notify_all();
    }

    void hold(Request request, server::HttpResponder responder) {
        const std::lock_guard lock(mutex);
        held.push_back({std::move(request), std::move(responder)});
        changed.notify_all();
    }

    /** Waits for the next request to /later. */
    std::pair<Request, server::HttpResponder> takeHeld() {
        std::unique_lock lock(mutex);
        if (!changed.wait_for(lock, std::chrono::seconds(5), [this] { return !held.empty(); })) return {};
        auto first = std::move(held.front());
        held.erase(held.begin());
        return first;
    }

    std::function<server::HttpResponse(const server::HttpRequest&)> custom;
    std::function<server::HeadDecision(const server::HttpRequestHead&)> question;  ///< what /asks waits for
    std::function<server::UpgradeDecision(const server::HttpRequestHead&)> upgrade;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::pair<Request, server::HttpResponder>> held;
    QList<int> answered;
};

/** A server on port 0 with the limits of the test. */
class HttpTest : public testing::Test {
 protected:
    void SetUp() override { ASSERT_TRUE(folder.isValid()); }

    void start() {
        settings.spoolFolder = folder.filePath(QStringLiteral("spool"));
        httpServer = std::make_unique<server::HttpServer>(settings, handler);
        const auto started = httpServer->start();
        ASSERT_TRUE(started.has_value());
        port = *started;
    }

    /** Sends one request and reads its answer. */
    std::optional<RawResponse> ask(const QByteArray& bytes) {
        RawClient client(port);
        client.send(bytes);
        return client.response();
    }
    /** The status of the answer, 0 if there is none. */
    int statusOf(const QByteArray& bytes) {
        const auto response = ask(bytes);
        return response ? response->status : 0;
    }

    /** Polls for a condition, bounded. */
    static bool eventually(const std::function<bool()>& condition, int ms = 5000) {
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        for (int waited = 0; waited < ms; waited += 5) {
            if (condition()) return true;
            never.wait_for(lock, std::chrono::milliseconds(5));
        }
        return condition();
    }

    QTemporaryDir folder;
    TestHandler handler;
    server::HttpServerSettings settings;
    std::unique_ptr<server::HttpServer> httpServer;
    quint16 port = 0;
};
