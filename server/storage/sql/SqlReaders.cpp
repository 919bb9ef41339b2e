#include "server/storage/sql/SqlReaders.h"

using namespace Qt::StringLiterals;

namespace server {

shared::Result<SqlReaders::Loan> SqlReaders::borrow() {
    const auto deadline = std::chrono::steady_clock::now() + m_options.timeLimit;
    std::unique_ptr<SqlReader> reader;
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
        auto opened = m_options.open();
        if (!opened.has_value()) {
            forgetOne();
            return std::move(opened).error();
        }
        reader = std::make_unique<SqlReader>(std::move(opened).value());
    }
    reader->connection->setDeadline(deadline);
    return Loan(*this, std::move(reader));
}

void SqlReaders::forgetOne() {
    {
        const std::lock_guard lock(m_mutex);
        --m_count;
    }
    m_returned.notify_one();
}

void SqlReaders::giveBack(std::unique_ptr<SqlReader> reader) {
    if (reader->connection->isBroken()) {
        reader.reset();
        return forgetOne();
    }
    {
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(reader));
    }
    m_returned.notify_one();
}

}  // namespace server
