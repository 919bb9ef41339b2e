#pragma once

#include <chrono>

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

/** What became of a transaction at its COMMIT. */
struct CommitOutcome {
    enum class Fate {
        Committed,
        Undone,   ///< nothing of it is there; it may be run again
        Unknown,  ///< the connection went, and nobody could be asked since: run again, it might be there twice
    };
    Fate fate = Fate::Committed;
    shared::Result<void> reason;  ///< why it is not committed
};

/** One connection to a database. One thread at a time. Its errors are sentences for the operator. */
class SqlConnection {
 public:
    virtual ~SqlConnection() = default;

    /** Prepares once and keeps it. One use at a time: a statement must have been reset before it is asked for again. */
    virtual shared::Result<SqlStatement*> prepare(SqlText sql) = 0;
    /** Runs statements without parameters or rows, one after the other. */
    virtual shared::Result<void> execute(const QByteArray& script) = 0;
    /** Begins a transaction that writes. */
    virtual shared::Result<void> beginWrite() = 0;
    virtual CommitOutcome commit() = 0;
    /** Begins one beside which no other of its kind runs, in this process or another: for changes of the schema. */
    virtual shared::Result<void> beginSchemaChange() = 0;
    virtual shared::Result<bool> hasTable(const QString& name) = 0;
    /** A migration's text in the engine's own words: see sql/migrations/0001. */
    virtual QByteArray inDialect(const QByteArray& script) const { return script; }
    /** Rows that the last statement inserted, changed or removed. */
    virtual qint64 changedRows() const = 0;
    /** Statements that are still running then are given up. A default-constructed time: only by the engine's limits. */
    virtual void setDeadline(std::chrono::steady_clock::time_point deadline) = 0;
    /** The connection has gone, and what is asked of it fails. */
    virtual bool isBroken() const { return false; }
    /** False: the engine has given the transaction up (a full disk, a deadlock); everything in it is gone. */
    virtual bool isInTransaction() const = 0;
};

}  // namespace server
