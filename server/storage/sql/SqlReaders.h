#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "server/storage/sql/SqlTransaction.h"

namespace server {

/** A read connection with its stores. */
struct SqlReader {
    explicit SqlReader(std::unique_ptr<SqlConnection> opened)
        : connection(std::move(opened)), stores(*connection), view(stores) {}

    std::unique_ptr<SqlConnection> connection;
    SqlStores stores;
    SqlReadView view;
};

/**
 * The read connections of one database. The one given back last is lent first, so a busy worker keeps its own. Beyond
 * the limit a caller waits, and gives up after timeLimit. One that has broken is not lent again.
 */
class SqlReaders {
 public:
    struct Options {
        std::function<shared::Result<std::unique_ptr<SqlConnection>>()> open;
        int limit = 16;
        std::chrono::milliseconds timeLimit{5000};  ///< of waiting and reading together
    };

    /** A reader on loan; it goes back when this is destroyed. */
    class Loan {
     public:
        Loan(SqlReaders& owner, std::unique_ptr<SqlReader> reader) : m_owner(&owner), m_reader(std::move(reader)) {}
        Loan(Loan&&) = default;
        ~Loan() {
            if (m_reader) m_owner->giveBack(std::move(m_reader));
        }
        SqlReader* operator->() const { return m_reader.get(); }

     private:
        SqlReaders* m_owner;
        std::unique_ptr<SqlReader> m_reader;
    };

    explicit SqlReaders(Options options) : m_options(std::move(options)) {}

    /** Its deadline has been set. Any thread. */
    shared::Result<Loan> borrow();

 private:
    void giveBack(std::unique_ptr<SqlReader> reader);
    void forgetOne();

    const Options m_options;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<SqlReader>> m_idle;
    int m_count = 0;
};

}  // namespace server
