#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "server/storage/sql/SqlTransaction.h"
#include "server/storage/sqlite/SqliteConnection.h"

namespace server {

/** A read connection with its stores. */
struct SqliteReader {
    explicit SqliteReader(std::unique_ptr<SqliteConnection> opened)
        : connection(std::move(opened)), stores(*connection), view(stores) {}

    std::unique_ptr<SqliteConnection> connection;
    SqlStores stores;
    SqlReadView view;
};

/**
 * The read connections of a storage. The one given back last is lent first, so a busy worker keeps its own. Beyond
 * the limit a caller waits, and gives up after timeLimit.
 */
class SqliteReaders {
 public:
    /** What the readers are opened with. */
    struct Options {
        QByteArray uri;
        QByteArray vfs;
        int limit = 16;
        std::chrono::milliseconds timeLimit{5000};
        QByteArray setUp;  ///< a statement for each that is opened
    };

    /** A reader on loan; it goes back when this is destroyed. */
    class Loan {
     public:
        Loan(SqliteReaders& owner, std::unique_ptr<SqliteReader> reader)
            : m_owner(&owner), m_reader(std::move(reader)) {}
        Loan(Loan&&) = default;
        ~Loan() {
            if (m_reader) m_owner->giveBack(std::move(m_reader));
        }
        SqliteReader* operator->() const { return m_reader.get(); }

     private:
        SqliteReaders* m_owner;
        std::unique_ptr<SqliteReader> m_reader;
    };

    explicit SqliteReaders(Options options) : m_options(std::move(options)) {}

    /** Its deadline has been set. Any thread. */
    shared::Result<Loan> borrow();

 private:
    shared::Result<std::unique_ptr<SqliteConnection>> open() const;
    void giveBack(std::unique_ptr<SqliteReader> reader);

    const Options m_options;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<SqliteReader>> m_idle;
    int m_count = 0;
};

}  // namespace server
