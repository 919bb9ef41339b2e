#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace server {

/** A call without arguments that is run at most once. Move-only, so that it may own what it captures. */
class Task {
 public:
    Task() = default;
    template <class F, class = std::enable_if_t<!std::is_same_v<std::remove_cvref_t<F>, Task>>>
    // NOLINTNEXTLINE(google-explicit-constructor): `post([] { ... })` is the point of the class.
    Task(F&& call) : m_call(std::make_unique<Call<std::remove_cvref_t<F>>>(std::forward<F>(call))) {}

    explicit operator bool() const { return m_call != nullptr; }
    void operator()() { m_call->run(); }

 private:
    struct Base {
        virtual ~Base() = default;
        virtual void run() = 0;
    };
    template <class F>
    struct Call final : Base {
        template <class G>
        explicit Call(G&& f) : call(std::forward<G>(f)) {}
        void run() override { call(); }
        F call;
    };
    std::unique_ptr<Base> m_call;
};

}  // namespace server
