#include "server/storage/sqlite/SqliteReaders.h"

using namespace Qt::StringLiterals;

namespace server {

shared::Result<SqliteReaders::Loan> SqliteReaders::borrow() {
    const auto deadline = std::chrono::steady_clock::now() + m_options.timeLimit;
    std::unique_ptr<SqliteReader> reader;
    {
        std::unique_lock lock(m_mutex);
        const bool isFree =
            m_returned.wait_until(lock, deadline, [this] { return !m_idle.empty() || m_count < m_options.limit; });
        if (!isFree) {
            return shared::Error::unavailable(u"The database is too slow: all its readers are busy."_s,
                                              std::chrono::seconds(1));
        }
        if (m_idle.empty()) {
            ++m_count;
        } else {
            reader = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (!reader) {
        auto opened = open();
        if (!opened.has_value()) {
            const std::lock_guard lock(m_mutex);
            --m_count;
            m_returned.notify_one();
            return std::move(opened).error();
        }
        reader = std::make_unique<SqliteReader>(std::move(opened).value());
    }
    reader->connection->setDeadline(deadline);
    return Loan(*this, std::move(reader));
}

shared::Result<std::unique_ptr<SqliteConnection>> SqliteReaders::open() const {
    ASSIGN_OR_RETURN(auto opened, SqliteConnection::open(m_options.uri, SqliteConnection::Mode::Read, m_options.vfs));
    if (!m_options.setUp.isEmpty()) RETURN_IF_ERROR(opened->execute(m_options.setUp));
    return opened;
}

void SqliteReaders::giveBack(std::unique_ptr<SqliteReader> reader) {
    {
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(reader));
    }
    m_returned.notify_one();
}

}  // namespace server
