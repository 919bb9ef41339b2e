#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "shared/core/Error.h"

namespace shared {

/**
 * A value, or the Error that explains why there is none. Members are named as in std::expected.
 *
 * Reading value() of an error, or error() of a value, is a programming error and asserts.
 */
template <class T>
class [[nodiscard]] Result {
 public:
    using value_type = T;

    // NOLINTNEXTLINE(google-explicit-constructor): `return value;` and `return error;` are the point of the class.
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(ErrorCode code, std::source_location where = std::source_location::current()) : Result(Error(code, where)) {}

    bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const& {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    /** By value, so that `for (x : call().value())` does not walk over what is gone already. */
    T value() && {
        Q_ASSERT(has_value());
        return std::move(*std::get_if<0>(&m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const& {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }
    Error error() && {
        Q_ASSERT(!has_value());
        return std::move(*std::get_if<1>(&m_state));
    }

    template <class U>
    T value_or(U&& fallback) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
    }

    /** Calls `next(value)`, which returns a Result of its own; an error passes through. */
    template <class F>
    auto and_then(F&& next) && -> std::invoke_result_t<F, T&&> {
        if (!has_value()) return std::move(*this).error();
        return std::forward<F>(next)(std::move(*this).value());
    }

    /** Calls `change(value)` and wraps what it returns; an error passes through. */
    template <class F>
    auto transform(F&& change) && -> Result<std::remove_cvref_t<std::invoke_result_t<F, T&&>>> {
        if (!has_value()) return std::move(*this).error();
        return std::forward<F>(change)(std::move(*this).value());
    }

 private:
    std::variant<T, Error> m_state;
};

/** Success without a value, or an Error. `return {};` means success. */
template <>
class [[nodiscard]] Result<void> {
 public:
    using value_type = void;

    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : m_error(std::move(error)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(ErrorCode code, std::source_location where = std::source_location::current())
        : m_error(Error(code, where)) {}

    bool has_value() const { return !m_error.has_value(); }
    explicit operator bool() const { return has_value(); }

    const Error& error() const& {
        Q_ASSERT(m_error);
        return *m_error;
    }
    Error error() && {
        Q_ASSERT(m_error);
        return std::move(*m_error);
    }

    template <class F>
    auto and_then(F&& next) && -> std::invoke_result_t<F> {
        if (!has_value()) return std::move(*this).error();
        return std::forward<F>(next)();
    }

 private:
    std::optional<Error> m_error;
};

}  // namespace shared

#define GH_CONCAT_(a, b) a##b
#define GH_CONCAT(a, b) GH_CONCAT_(a, b)

/** `ASSIGN_OR_RETURN(auto channel, find(id));` returns the error of `find`, or goes on with its value. */
#define ASSIGN_OR_RETURN(target, expression) ASSIGN_OR_RETURN_(target, GH_CONCAT(result_, __LINE__), expression)
#define ASSIGN_OR_RETURN_(target, result, expression)          \
    auto result = (expression);                                \
    if (!result.has_value()) return std::move(result).error(); \
    target = std::move(result).value()

/** `RETURN_IF_ERROR(store.remove(id));` */
#define RETURN_IF_ERROR(expression)                                                               \
    do {                                                                                          \
        if (auto result_ = (expression); !result_.has_value()) return std::move(result_).error(); \
    } while (false)
