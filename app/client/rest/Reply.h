#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include "app/client/rest/ApiError.h"

namespace app {

/** A value or why there is none, as a call to a server brings it. */
template <class T>
using ApiResult = std::variant<T, ApiError>;

/** What a call without a value brings. */
struct Nothing {
    bool operator==(const Nothing&) const = default;
};

/** The part of a reply that does not depend on its type: an object on the thread that asked. */
class ReplyState : public QObject {
    Q_OBJECT

 public:
    ReplyState() = default;

    bool isFinished() const { return m_finished; }
    /** Asks the transport to give up; `finished` follows with Cancelled unless the answer was faster. */
    void cancel();
    void setCanceller(std::function<void()> canceller) { m_canceller = std::move(canceller); }

    /** A state that is deleted on its own thread, whichever thread lets go of it last. */
    template <class State>
    static std::shared_ptr<State> make() {
        return std::shared_ptr<State>(new State, [](ReplyState* state) { state->dispose(); });
    }

 Q_SIGNALS:
    /** Once, on the thread that asked. */
    void finished();
    /** Bytes of the body that went out; 0 of 0 when nothing is known. */
    void progress(qint64 sent, qint64 total);

 protected:
    void markFinished();

 private:
    void dispose();

    std::function<void()> m_canceller;
    bool m_finished = false;
};

template <class T>
class TypedReplyState final : public ReplyState {
 public:
    /** On the thread that asked. Later calls are ignored. */
    void finish(ApiResult<T> result) {
        if (isFinished()) return;
        m_result = std::move(result);
        markFinished();
    }
    const ApiResult<T>& result() const { return *m_result; }

 private:
    std::optional<ApiResult<T>> m_result;
};

/**
 * The answer that is still to come. A small value; copies mean the same call, and dropping it does not cancel it.
 *
 * `then` and `onError` bind a function to a context object, like a slot: it runs on the thread that asked, once, and
 * never after the context is gone. A function that is added after the answer came still runs, in the next turn of the
 * event loop, never within the call. T may be void.
 */
template <class T>
class [[nodiscard]] Reply {
 public:
    using Value = std::conditional_t<std::is_void_v<T>, Nothing, T>;
    using State = TypedReplyState<Value>;

    Reply() : m_state(ReplyState::make<State>()) {}
    explicit Reply(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    /** A reply that is an error already. */
    static Reply failed(ApiError error) {
        Reply reply;
        reply.m_state->finish(std::move(error));
        return reply;
    }

    /** Calls `onValue(const T&)`, or `onValue()` when T is void. */
    template <class F>
    const Reply& then(QObject* context, F onValue) const {
        return attach(context, [onValue = std::move(onValue)](const ApiResult<Value>& result) mutable {
            if (!std::holds_alternative<Value>(result)) return;
            if constexpr (std::is_void_v<T>) {
                onValue();
            } else {
                onValue(std::get<Value>(result));
            }
        });
    }

    /** Calls `onError(const ApiError&)`. */
    template <class F>
    const Reply& onError(QObject* context, F onError) const {
        return attach(context, [onError = std::move(onError)](const ApiResult<Value>& result) mutable {
            if (const auto* error = std::get_if<ApiError>(&result)) onError(*error);
        });
    }

    /** Calls `done()` in either case. */
    template <class F>
    const Reply& always(QObject* context, F done) const {
        return attach(context, [done = std::move(done)](const ApiResult<Value>&) mutable { done(); });
    }

    /** Calls `onProgress(qint64 sent, qint64 total)` while the body goes out. */
    template <class F>
    const Reply& onProgress(QObject* context, F onProgress) const {
        QObject::connect(m_state.get(), &ReplyState::progress, context, std::move(onProgress));
        return *this;
    }

    /** A reply of another type: `change(const T&)` makes the value, an error passes through. */
    template <class F>
    auto transform(F change) const {
        using Out = std::remove_cvref_t<std::invoke_result_t<F, const Value&>>;
        auto next = ReplyState::make<TypedReplyState<Out>>();
        std::weak_ptr<State> weak = m_state;
        next->setCanceller([weak] {
            if (const auto state = weak.lock()) state->cancel();
        });
        QObject::connect(m_state.get(), &ReplyState::progress, next.get(), &ReplyState::progress);
        attach(m_state.get(), [next, change = std::move(change)](const ApiResult<Value>& result) mutable {
            if (const auto* error = std::get_if<ApiError>(&result)) {
                next->finish(*error);
            } else {
                next->finish(change(std::get<Value>(result)));
            }
        });
        return Reply<Out>(next);
    }

    bool isFinished() const { return m_state->isFinished(); }
    void cancel() const { m_state->cancel(); }

    /** For who makes replies. */
    const std::shared_ptr<State>& state() const { return m_state; }

 private:
    template <class F>
    const Reply& attach(QObject* context, F function) const {
        // The state must outlive its own signal, so it is held by a weak pointer inside the connection.
        std::weak_ptr<State> weak = m_state;
        auto run = [weak, function = std::move(function)]() mutable {
            if (const auto state = weak.lock()) function(state->result());
        };
        if (m_state->isFinished()) {
            auto held = [state = m_state, run = std::move(run)]() mutable { run(); };
            QMetaObject::invokeMethod(context, std::move(held), Qt::QueuedConnection);
        } else {
            QObject::connect(m_state.get(), &ReplyState::finished, context, std::move(run));
        }
        return *this;
    }

    std::shared_ptr<State> m_state;
};

}  // namespace app
