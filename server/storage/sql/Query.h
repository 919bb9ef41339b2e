#pragma once

#include <optional>
#include <type_traits>

#include <QtCore/QList>

#include "server/storage/sql/SqlConnection.h"
#include "shared/core/Snowflake.h"

namespace server {

/**
 * One run of a prepared statement: binds on construction, resets on destruction. What goes wrong is told by next()
 * or run().
 */
class Query {
 public:
    template <class... Args>
    Query(SqlConnection& connection, SqlText sql, const Args&... args) {
        auto prepared = connection.prepare(sql);
        if (!prepared.has_value()) {
            m_error = std::move(prepared).error();
            return;
        }
        m_statement = *prepared;
        int index = 0;
        (bind(++index, args), ...);
    }
    ~Query() {
        if (m_statement != nullptr) m_statement->reset();
    }
    Q_DISABLE_COPY_MOVE(Query)

    /** True: a row is there, and reading begins at its first column. */
    shared::Result<bool> next() {
        if (m_error) return *m_error;
        m_column = 0;
        return m_statement->step();
    }
    /** To the end, whatever rows come. */
    shared::Result<void> run() {
        while (true) {
            ASSIGN_OR_RETURN(const bool hasRow, next());
            if (!hasRow) return {};
        }
    }

    // The columns of the row, from left to right.
    qint64 integer() { return m_statement->integer(m_column++); }
    quint64 bits() { return static_cast<quint64>(integer()); }
    int number() { return static_cast<int>(integer()); }
    bool flag() { return integer() != 0; }
    QString text() { return m_statement->text(m_column++); }
    std::optional<QString> optionalText() {
        if (m_statement->isNull(m_column)) {
            ++m_column;
            return std::nullopt;
        }
        return text();
    }
    /** Empty for null. */
    QByteArray bytes() { return m_statement->bytes(m_column++); }
    template <class IdType>
    IdType id() {
        return IdType(bits());
    }

 private:
    void bind(int index, const QString& value) {
        if (value.isNull()) {
            m_statement->bind(index, QStringLiteral(""));  // a null string is an empty one; only optionals are NULL
        } else {
            m_statement->bind(index, value);
        }
    }
    void bind(int index, const QByteArray& value) { m_statement->bind(index, value); }
    void bind(int index, const std::optional<QString>& value) {
        if (value) {
            bind(index, *value);
        } else {
            m_statement->bindNull(index);
        }
    }
    void bind(int index, const shared::Snowflake& id) { m_statement->bind(index, static_cast<qint64>(id.value())); }
    template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void bind(int index, Number value) {
        m_statement->bind(index, static_cast<qint64>(value));
    }
    /** For columns where empty means NULL. */
    struct OrNull {
        const QByteArray& value;
    };
    void bind(int index, const OrNull& orNull) {
        if (orNull.value.isEmpty()) {
            m_statement->bindNull(index);
        } else {
            m_statement->bind(index, orNull.value);
        }
    }

    friend OrNull orNull(const QByteArray& value);

    SqlStatement* m_statement = nullptr;
    std::optional<shared::Error> m_error;
    int m_column = 0;
};

/** Binds NULL for an empty value, as the `extra` columns have it. */
inline Query::OrNull orNull(const QByteArray& value) {
    return {value};
}

/** Runs a statement and drops its rows. */
template <class... Args>
shared::Result<void> execute(SqlConnection& connection, SqlText sql, const Args&... args) {
    return Query(connection, sql, args...).run();
}

/** Runs a statement and tells how many rows it changed. */
template <class... Args>
shared::Result<qint64> executeCounting(SqlConnection& connection, SqlText sql, const Args&... args) {
    RETURN_IF_ERROR(execute(connection, sql, args...));
    return connection.changedRows();
}

/** All rows, each read by `read(query)`. */
template <class T, class Read, class... Args>
shared::Result<QList<T>> collect(SqlConnection& connection, Read read, SqlText sql, const Args&... args) {
    Query query(connection, sql, args...);
    QList<T> rows;
    while (true) {
        ASSIGN_OR_RETURN(const bool hasRow, query.next());
        if (!hasRow) return rows;
        rows.append(read(query));
    }
}

/** The first row, if there is one. */
template <class T, class Read, class... Args>
shared::Result<std::optional<T>> findOne(SqlConnection& connection, Read read, SqlText sql, const Args&... args) {
    Query query(connection, sql, args...);
    ASSIGN_OR_RETURN(const bool hasRow, query.next());
    if (!hasRow) return std::optional<T>();
    return std::optional<T>(read(query));
}

}  // namespace server
