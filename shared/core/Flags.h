#pragma once

#include <type_traits>

#include <QtCore/QtGlobal>

namespace shared {

/** A set of bits of one enum whose values are the bits themselves; up to 64 of them. */
template <class Enum>
class Flags {
    static_assert(std::is_enum_v<Enum>);

 public:
    constexpr Flags() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): one bit is a set of bits.
    constexpr Flags(Enum bit) : m_bits(static_cast<quint64>(bit)) {}
    constexpr explicit Flags(quint64 bits) : m_bits(bits) {}

    constexpr quint64 bits() const { return m_bits; }
    constexpr bool isEmpty() const { return m_bits == 0; }
    /** Every bit of `other` is set. */
    constexpr bool has(Flags other) const { return (m_bits & other.m_bits) == other.m_bits; }
    constexpr bool hasAny(Flags other) const { return (m_bits & other.m_bits) != 0; }
    constexpr Flags without(Flags other) const { return Flags(m_bits & ~other.m_bits); }

    constexpr Flags operator|(Flags other) const { return Flags(m_bits | other.m_bits); }
    constexpr Flags operator&(Flags other) const { return Flags(m_bits & other.m_bits); }
    constexpr Flags operator~() const { return Flags(~m_bits); }
    constexpr Flags& operator|=(Flags other) {
        m_bits |= other.m_bits;
        return *this;
    }
    constexpr Flags& operator&=(Flags other) {
        m_bits &= other.m_bits;
        return *this;
    }
    constexpr bool operator==(const Flags&) const = default;

 private:
    quint64 m_bits = 0;
};

}  // namespace shared
