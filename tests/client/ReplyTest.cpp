#include "app/client/rest/Reply.h"
#include "tests/client/Wait.h"

using namespace Qt::StringLiterals;
using app::ApiError;
using app::Reply;

namespace {

TEST(Reply, BringsAValueToEveryListenerOnce) {
    Reply<int> reply;
    QObject context;
    QList<int> got;
    int errors = 0;
    reply.then(&context, [&](int value) { got.append(value); })
        .then(&context, [&](int value) { got.append(value * 2); })
        .onError(&context, [&](const ApiError&) { ++errors; });
    reply.state()->finish(21);
    reply.state()->finish(99);
    EXPECT_EQ(got, (QList<int>{21, 42}));
    EXPECT_EQ(errors, 0);
}

TEST(Reply, NeverCallsADeadContext) {
    Reply<int> reply;
    Reply<int> early = Reply<int>::failed(ApiError::timeout());
    int calls = 0;
    {
        QObject context;
        reply.then(&context, [&](int) { ++calls; });
        early.onError(&context, [&](const ApiError&) { ++calls; });
    }
    reply.state()->finish(1);
    tests::settle();
    EXPECT_EQ(calls, 0);
}

TEST(Reply, AListenerThatComesLateIsCalledLaterNotWithin) {
    Reply<QString> reply = Reply<QString>::failed(ApiError::network(u"gone"_s));
    QObject context;
    QString said;
    reply.onError(&context, [&](const ApiError& error) { said = error.message; });
    EXPECT_EQ(said, QString());
    tests::settle();
    EXPECT_EQ(said, u"gone"_s);
}

TEST(Reply, OutlivesItsHandlesWhileSomebodyWillFinishIt) {
    QObject context;
    int got = 0;
    std::shared_ptr<Reply<int>::State> producer;
    {
        Reply<int> reply;
        producer = reply.state();
        reply.then(&context, [&](int value) { got = value; });
    }
    producer->finish(5);
    EXPECT_EQ(got, 5);
}

TEST(Reply, TransformPassesValuesErrorsProgressAndCancelOn) {
    QObject context;
    Reply<int> reply;
    bool cancelled = false;
    reply.state()->setCanceller([&] { cancelled = true; });
    const Reply<QString> text = reply.transform([](int value) { return QString::number(value); });
    QString got;
    qint64 sent = 0;
    text.then(&context, [&](const QString& value) { got = value; });
    text.onProgress(&context, [&](qint64 bytes, qint64) { sent = bytes; });
    Q_EMIT reply.state()->progress(10, 20);
    text.cancel();
    EXPECT_TRUE(cancelled);
    EXPECT_EQ(sent, 10);
    reply.state()->finish(7);
    EXPECT_EQ(got, u"7"_s);

    Reply<int> bad;
    int code = 0;
    bad.transform([](int value) { return value; }).onError(&context, [&](const ApiError& error) { code = error.code; });
    ApiError refused;
    refused.code = 50013;
    bad.state()->finish(refused);
    EXPECT_EQ(code, 50013);
}

TEST(Reply, MayBeLetGoWithinItsOwnAnswer) {
    QObject context;
    auto reply = std::make_unique<Reply<void>>();
    auto state = reply->state();
    int calls = 0;
    reply->then(&context, [&] {
        reply.reset();
        ++calls;
    });
    state->finish(app::Nothing{});
    state.reset();
    EXPECT_EQ(calls, 1);
}

TEST(ApiError, ReadsDiscordsNestedErrors) {
    const ApiError error = ApiError::fromAnswer(400, R"({"code":50035,"message":"Invalid Form Body","errors":{
        "name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]},
        "embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_BAD_LENGTH","message":"too long"}]}}}}})");
    EXPECT_EQ(error.kind, ApiError::Kind::Refused);
    EXPECT_EQ(error.code, 50035);
    EXPECT_EQ(error.fieldMessage(u"embeds.0.title"), u"too long"_s);
    EXPECT_EQ(error.fieldMessage(u"name"), u"This field is required"_s);
    EXPECT_EQ(ApiError::fromAnswer(502, "<html>").message, u"HTTP 502"_s);
}

}  // namespace
