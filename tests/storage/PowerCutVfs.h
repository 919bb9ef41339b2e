#pragma once

#include <memory>

#include <QtCore/QString>

namespace tests {

/**
 * An SQLite VFS that plays a disk whose power is cut: it passes everything on to the real files, and remembers beside
 * them what a disk would still hold. What was synced holds. Of what was written since, a random part holds, in no
 * order, and the last write of it may be torn.
 *
 * Any thread. One power cut per object; register a new one for the next round.
 */
class PowerCutVfs {
 public:
    /** @param name under which SQLite knows it @param seed of what survives */
    PowerCutVfs(const char* name, unsigned seed);
    ~PowerCutVfs();

    /** Cuts the power before the write or sync with this number (from 1, of all files together). */
    void cutAt(int operation);
    /** Cuts it now, unless it is cut already. From then on every write and sync fails. */
    void cut();
    bool isCut() const;
    int operations() const;

    /** Writes what the disk holds after the cut as files of the same names into a folder. */
    void writeSurvivors(const QString& folder) const;

    struct State;

 private:
    std::unique_ptr<State> m_state;
};

}  // namespace tests
