#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace shared {

/**
 * A field of a JSON object that may be missing, null or a value, three different things (PATCH needs it).
 *
 * A missing field is not written. T must be cheap to construct; a large or recursive one goes into a Box.
 */
template <class T>
class Field {
 public:
    using value_type = T;

    Field() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): assigning a value or nullptr is the point of the class.
    Field(std::nullptr_t) : m_state(State::Null) {}
    template <class U = T>
    requires(!std::is_same_v<std::remove_cvref_t<U>, Field> && std::is_convertible_v<U&&, T>)
        // NOLINTNEXTLINE(google-explicit-constructor)
        Field(U&& value)
        : m_value(std::forward<U>(value)), m_state(State::Value) {}
    /** An empty optional becomes null, never missing. */
    static Field fromNullable(const std::optional<T>& value) { return value ? Field(*value) : Field(nullptr); }
    /** An empty optional becomes missing, never null. */
    static Field fromOptional(const std::optional<T>& value) { return value ? Field(*value) : Field(); }

    /** The key is there, be its value null or not. */
    bool isPresent() const { return m_state != State::Missing; }
    bool isMissing() const { return m_state == State::Missing; }
    /** The key is there and null. */
    bool isNull() const { return m_state == State::Null; }
    bool hasValue() const { return m_state == State::Value; }
    explicit operator bool() const { return hasValue(); }

    /** The value; a default-made T when there is none. */
    const T& value() const { return m_value; }
    const T& operator*() const { return m_value; }
    const T* operator->() const { return &m_value; }
    template <class U>
    T valueOr(U&& fallback) const {
        return hasValue() ? m_value : static_cast<T>(std::forward<U>(fallback));
    }
    /** Missing and null both read as empty. */
    std::optional<T> toOptional() const { return hasValue() ? std::optional<T>(m_value) : std::nullopt; }

    /** Makes the field a value and gives it for editing. */
    T& edit() {
        m_state = State::Value;
        return m_value;
    }
    /** Makes the field missing. */
    void reset() { *this = Field(); }

    /** PATCH: a value goes into `target`, missing and null leave it alone. @return whether `target` changed */
    bool applyTo(T& target) const {
        if (!hasValue() || target == m_value) return false;
        target = m_value;
        return true;
    }
    /** PATCH: a value or null goes into `target`, missing leaves it alone. @return whether `target` changed */
    bool applyTo(std::optional<T>& target) const {
        if (isMissing() || target == toOptional()) return false;
        target = toOptional();
        return true;
    }
    /** PATCH: what is present goes into `target`. @return whether `target` changed */
    bool applyTo(Field& target) const {
        if (isMissing() || target == *this) return false;
        target = *this;
        return true;
    }

    bool operator==(const Field& other) const {
        return m_state == other.m_state && (m_state != State::Value || m_value == other.m_value);
    }

 private:
    enum class State : unsigned char { Missing, Null, Value };

    T m_value{};
    State m_state = State::Missing;
};

/**
 * A value kept on the heap and shared by its copies: one pointer where a large or recursive part is rarely there.
 *
 * An empty box is null on the wire. Compares by value. Copies share the value until one is edited. T may be incomplete
 * where Box<T> is declared.
 */
template <class T>
class Box {
 public:
    Box() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a box is its value.
    Box(T value) : m_value(std::make_shared<T>(std::move(value))) {}

    bool isEmpty() const { return m_value == nullptr; }
    explicit operator bool() const { return m_value != nullptr; }
    /** Must not be empty. */
    const T& operator*() const { return *m_value; }
    const T* operator->() const { return m_value.get(); }
    const T* get() const { return m_value.get(); }
    /** The value for editing; made, or copied away from those that share it, when needed. */
    T& edit() {
        if (!m_value) {
            m_value = std::make_shared<T>();
        } else if (m_value.use_count() > 1) {
            m_value = std::make_shared<T>(*m_value);
        }
        return *m_value;
    }

    bool operator==(const Box& other) const {
        if (m_value == other.m_value) return true;
        return m_value && other.m_value && *m_value == *other.m_value;
    }

 private:
    std::shared_ptr<T> m_value;
};

}  // namespace shared
