#pragma once

#include <memory>

namespace tests {

/**
 * An SQLite VFS that plays a disk with troubles: it passes everything on to the real files until it is told to answer
 * with an error. Works for root too, whom no file's mode stops. Any thread.
 */
class FaultVfs {
 public:
    /** @param name under which SQLite knows it */
    explicit FaultVfs(const char* name);
    ~FaultVfs();

    /** Every write, truncation and sync fails so, from the one with this number on, counted from now and from 1. */
    void failWrites(int code, int number = 1);
    void failSyncs(int code);
    void failReads(int code);
    /** The database is opened for reading only, whoever asks; the whole folder: nothing can be made beside it. */
    void openReadOnly(bool wholeFolder);
    /** All is well again. */
    void heal();

    struct State;

 private:
    std::unique_ptr<State> m_state;
};

}  // namespace tests
