#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include "shared/core/Result.h"

namespace server {

/**
 * The text of a statement: always a literal, so that its address can find the prepared statement. `$1` to `$n` are its
 * parameters; the text is the same for every engine.
 */
class SqlText {
 public:
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is what it is.
    consteval SqlText(const char* literal) : m_text(literal) {}
    constexpr const char* text() const { return m_text; }

 private:
    const char* m_text;
};

/** A prepared statement. What it hands out is valid until the next step() or reset(). */
class SqlStatement {
 public:
    virtual ~SqlStatement() = default;

    /** @param index from 1 */
    virtual void bind(int index, qint64 value) = 0;
    virtual void bind(int index, const QString& value) = 0;
    virtual void bind(int index, const QByteArray& value) = 0;
    virtual void bindNull(int index) = 0;

    /** True: there is a row. False: it has ended. */
    virtual shared::Result<bool> step() = 0;
    /** Forgets rows and parameters, and keeps the plan. */
    virtual void reset() = 0;

    /** @param column from 0 */
    virtual qint64 integer(int column) const = 0;
    virtual QString text(int column) const = 0;
    virtual QByteArray bytes(int column) const = 0;
    virtual bool isNull(int column) const = 0;
};

/** One connection to a database. One thread at a time. Its errors are sentences for the operator. */
class SqlConnection {
 public:
    virtual ~SqlConnection() = default;

    /** Prepares once and keeps it. One use at a time: a statement must have been reset before it is asked for again. */
    virtual shared::Result<SqlStatement*> prepare(SqlText sql) = 0;
    /** Runs statements without parameters or rows, one after the other. */
    virtual shared::Result<void> execute(const QByteArray& script) = 0;
    /** Rows that the last statement inserted, changed or removed. */
    virtual qint64 changedRows() const = 0;
    /** False: the engine has given the transaction up (a full disk, a deadlock); everything in it is gone. */
    virtual bool isInTransaction() const = 0;
};

}  // namespace server
