#include "bench/limits/SqliteLimit.h"

#include <chrono>
#include <memory>
#include <stdexcept>

#include <sqlite3.h>

namespace bench {

namespace {

constexpr int kRowsPerCommit = 64;
constexpr int kChannelSize = 2000;
constexpr sqlite3_int64 kChannel = 175928847299117063;

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

void check(sqlite3* connection, int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(connection));
    }
}

void run(sqlite3* connection, const char* sql) {
    check(connection, sqlite3_exec(connection, sql, nullptr, nullptr, nullptr));
}

Connection openIn(const std::string& folder) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open((folder + "/limits.sqlite").c_str(), &handle);
    Connection connection(handle, &sqlite3_close);
    check(handle, code);
    run(handle, "PRAGMA journal_mode=WAL");
    run(handle, "PRAGMA synchronous=FULL");
    run(handle,
        "CREATE TABLE IF NOT EXISTS message(channel_id INTEGER, id INTEGER, author_id INTEGER, type INTEGER, flags "
        "INTEGER, content TEXT, extra TEXT, PRIMARY KEY(channel_id, id)) WITHOUT ROWID");
    return connection;
}

Statement prepared(sqlite3* connection, const char* sql) {
    sqlite3_stmt* handle = nullptr;
    check(connection, sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr));
    return {handle, &sqlite3_finalize};
}

class Writer {
 public:
    explicit Writer(sqlite3* connection)
        : m_connection(connection),
          m_insert(prepared(connection, "INSERT INTO message VALUES(?1, ?2, 42, 0, 0, ?3, NULL)")) {}

    void commit(int rows) {
        static const std::string content(64, 'm');
        run(m_connection, "BEGIN IMMEDIATE");
        for (int i = 0; i < rows; ++i) {
            sqlite3_bind_int64(m_insert.get(), 1, kChannel);
            sqlite3_bind_int64(m_insert.get(), 2, m_nextId++);
            sqlite3_bind_text(m_insert.get(), 3, content.data(), static_cast<int>(content.size()), SQLITE_STATIC);
            check(m_connection, sqlite3_step(m_insert.get()));
            sqlite3_reset(m_insert.get());
        }
        run(m_connection, "COMMIT");
    }

 private:
    sqlite3* m_connection;
    Statement m_insert;
    sqlite3_int64 m_nextId = kChannel + 1;
};

/** Calls `step` again and again for about so long; returns how often. */
template <class Step>
size_t repeat(double seconds, const Step& step) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    size_t count = 0;
    while (std::chrono::steady_clock::now() < end) {
        step();
        ++count;
    }
    return count;
}

}  // namespace

Limit measureCommit(const std::string& folder, double seconds) {
    const Connection connection = openIn(folder);
    run(connection.get(), "DELETE FROM message");
    Writer writer(connection.get());
    const ThreadMeter meter;
    const size_t commits = repeat(seconds, [&] { writer.commit(kRowsPerCommit); });
    return meter.per("sqlite_commit_row", commits * kRowsPerCommit);
}

Limit measurePage(const std::string& folder, double seconds) {
    const Connection connection = openIn(folder);
    run(connection.get(), "DELETE FROM message");
    Writer(connection.get()).commit(kChannelSize);
    const Statement select =
        prepared(connection.get(), "SELECT * FROM message WHERE channel_id = ?1 ORDER BY id DESC LIMIT 50");
    const ThreadMeter meter;
    size_t bytes = 0;
    const size_t pages = repeat(seconds, [&] {
        sqlite3_bind_int64(select.get(), 1, kChannel);
        while (sqlite3_step(select.get()) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(select.get()); ++column) {
                sqlite3_column_text(select.get(), column);
                bytes += static_cast<size_t>(sqlite3_column_bytes(select.get(), column));
            }
        }
        sqlite3_reset(select.get());
    });
    if (bytes == 0) {
        throw std::runtime_error("the page was empty");
    }
    return meter.per("sqlite_page", pages);
}

}  // namespace bench
