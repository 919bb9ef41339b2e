#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include <QtNetwork/QHostAddress>

namespace server {

/** Counts open connections, in all and for each address. Any thread. */
class ConnectionTable : public std::enable_shared_from_this<ConnectionTable> {
 public:
    ConnectionTable(int total, int perAddress) : m_totalLimit(total), m_addressLimit(perAddress) {}

    /** A place for one connection, given back when it dies; null where a limit is reached. */
    std::shared_ptr<void> enter(const QHostAddress& address, bool countAddress);
    int open() const;

 private:
    void leave(const std::optional<QHostAddress>& address);

    struct Hash {
        std::size_t operator()(const QHostAddress& address) const { return qHash(address); }
    };
    const int m_totalLimit;
    const int m_addressLimit;
    mutable std::mutex m_mutex;
    int m_total = 0;
    std::unordered_map<QHostAddress, int, Hash> m_byAddress;
};

}  // namespace server
