#include "server/platform/http/ConnectionTable.h"

namespace server {

std::shared_ptr<void> ConnectionTable::enter(const QHostAddress& address, bool countAddress) {
    std::optional<QHostAddress> counted;
    {
        const std::lock_guard lock(m_mutex);
        if (m_total >= m_totalLimit) return nullptr;
        if (countAddress) {
            int& open = m_byAddress[address];
            if (open >= m_addressLimit) return nullptr;
            ++open;
            counted = address;
        }
        ++m_total;
    }
    return std::shared_ptr<void>(this, [table = shared_from_this(), counted](void*) { table->leave(counted); });
}

int ConnectionTable::open() const {
    const std::lock_guard lock(m_mutex);
    return m_total;
}

void ConnectionTable::leave(const std::optional<QHostAddress>& address) {
    const std::lock_guard lock(m_mutex);
    --m_total;
    if (!address) return;
    const auto found = m_byAddress.find(*address);
    if (--found->second == 0) m_byAddress.erase(found);
}

}  // namespace server
