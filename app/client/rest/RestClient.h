#pragma once

#include <atomic>
#include <type_traits>

#include <QtCore/QObject>

#include "app/client/NetworkThread.h"
#include "app/client/rest/Reply.h"
#include "app/client/rest/RestRequest.h"
#include "app/client/rest/RestTransport.h"
#include "shared/json/JsonType.h"

namespace app {

/**
 * Calls to one server, from the thread of whoever owns it (the UI thread). Sending, waiting and parsing happen on the
 * network thread; a Reply brings a typed value back.
 *
 * The *Api classes are the only ones that should build requests.
 */
class RestClient final : public QObject {
    Q_OBJECT

 public:
    /** @param thread, clock, random must outlive the client */
    RestClient(NetworkThread& thread, const shared::Clock& clock, shared::Random& random, RestTiming timing = {});
    ~RestClient() override;

    /** The server of all later calls. @param allowPlainHttp also beyond this machine */
    void setServer(const ServerAddress& address, bool allowPlainHttp = false);
    const ServerAddress& server() const { return m_address; }
    /** The value of the Authorization header, as the server gave it; empty = none. */
    void setToken(const QString& token);
    /** Drops kept connections: the network changed under them. */
    void forgetConnections();

    /** Sends and reads the answer as T: a model, a QList of models, QByteArray for the raw body, or void. */
    template <class T>
    Reply<T> call(RestRequest request) {
        return dispatch<T>({.request = std::move(request)});
    }

    /** The bytes behind an address of this server, absolute or relative to it ("/attachments/..."). */
    Reply<QByteArray> download(const QUrl& url);
    /** The same, into a file, which is there complete or not at all. */
    Reply<void> downloadTo(const QUrl& url, const QString& path);

 Q_SIGNALS:
    /** The token is not valid (any more). */
    void unauthorized();

 private:
    template <class T>
    static ApiResult<typename Reply<T>::Value> read(RestCall::Outcome outcome);
    template <class T>
    Reply<T> dispatch(RestCall call);
    void post(RestCall call, ReplyState& state);
    RestCall downloadCall(const QUrl& url, const QString& routeName) const;

    NetworkThread& m_thread;
    RestTransport* m_transport;  ///< lives on m_thread
    ServerAddress m_address;
    quint64 m_nextId = 1;
};

/** Reads what fits of a JSON text, as a client must: unknown keys are ignored, odd fields keep their default. */
template <class T>
bool readLeniently(const QByteArray& body, T& value) {
    const auto json = shared::parseJson(body);
    if (!json.has_value()) return false;
    shared::JsonReader reader(json.value());
    shared::JsonCodec<T>::read(reader, value);
    return json.value().isObject() || json.value().isArray();
}

template <class T>
ApiResult<typename Reply<T>::Value> RestClient::read(RestCall::Outcome outcome) {
    if (auto* error = std::get_if<ApiError>(&outcome)) return std::move(*error);
    RestAnswer& answer = std::get<RestAnswer>(outcome);
    if constexpr (std::is_void_v<T>) {
        return Nothing{};
    } else if constexpr (std::is_same_v<T, QByteArray>) {
        return std::move(answer.body);
    } else {
        T value{};
        if (!readLeniently(answer.body, value))
            return ApiError::badAnswer(answer.status, QStringLiteral("the answer is not JSON"));
        return value;
    }
}

template <class T>
Reply<T> RestClient::dispatch(RestCall call) {
    Reply<T> reply;
    auto state = reply.state();
    call.done = [state](RestCall::Outcome outcome) mutable {
        // On the network thread: read here, hand the value over, and let go of the state on its own thread only.
        auto result = std::make_shared<ApiResult<typename Reply<T>::Value>>(read<T>(std::move(outcome)));
        auto* target = state.get();
        QMetaObject::invokeMethod(
            target, [state = std::move(state), result] { state->finish(std::move(*result)); }, Qt::QueuedConnection);
    };
    post(std::move(call), *state);
    return reply;
}

}  // namespace app
