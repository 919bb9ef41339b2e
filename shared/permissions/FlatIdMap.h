#pragma once

#include <bit>
#include <vector>

#include "shared/core/Snowflake.h"

namespace shared {

/** A small hash map by id that is filled once and then only read: one array, no pointers, a few nanoseconds per look.
 */
template <class Value>
class FlatIdMap {
 public:
    FlatIdMap() = default;
    /** Makes room; what was in it is gone. */
    explicit FlatIdMap(size_t count) {
        if (count == 0) return;
        const size_t capacity = std::bit_ceil(count * 2);
        m_slots.resize(capacity);
        m_shift = 64 - std::countr_zero(capacity);
    }

    /** Adds, or replaces, while there is room for as many as the constructor was told. @param id not null */
    void insert(Snowflake id, const Value& value) {
        size_t at = slotOf(id.value());
        while (m_slots[at].id != 0 && m_slots[at].id != id.value())
            at = next(at);
        m_slots[at] = {id.value(), value};
    }

    const Value* find(Snowflake id) const {
        if (m_slots.empty()) return nullptr;
        for (size_t at = slotOf(id.value());; at = next(at)) {
            if (m_slots[at].id == id.value()) return &m_slots[at].value;
            if (m_slots[at].id == 0) return nullptr;
        }
    }

    bool isEmpty() const { return m_slots.empty(); }

 private:
    struct Slot {
        quint64 id = 0;
        Value value{};
    };

    size_t slotOf(quint64 id) const { return static_cast<size_t>((id * 0x9e3779b97f4a7c15ull) >> m_shift); }
    size_t next(size_t at) const { return (at + 1) & (m_slots.size() - 1); }

    std::vector<Slot> m_slots;
    int m_shift = 63;
};

}  // namespace shared
