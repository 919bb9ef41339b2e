#include "tests/storage/PowerCutVfs.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <QtCore/QByteArray>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <sqlite3.h>

namespace tests {

/** What the disk knows of the files, beside the real ones. */
struct PowerCutVfs::State {
    struct Change {
        qint64 offset = 0;
        QByteArray bytes;
        bool isTruncate = false;
    };
    struct Image {
        QByteArray durable;
        std::vector<Change> pending;  ///< since the last sync
    };

    mutable std::mutex mutex;
    std::map<QByteArray, Image> images;  ///< by path
    std::mt19937 random;
    int operations = 0;
    int cutAt = 0;
    bool isCut = false;
    sqlite3_vfs vfs{};
    std::string name;

    static void apply(QByteArray& image, const Change& change, qsizetype length) {
        if (change.isTruncate) {
            if (image.size() > change.offset) image.truncate(change.offset);
            return;
        }
        if (image.size() < change.offset + length) image.append(change.offset + length - image.size(), '\0');
        std::memcpy(image.data() + change.offset, change.bytes.constData(), static_cast<size_t>(length));
    }
    /** Of the changes since the last sync some survive, and one of them half. */
    void cutLocked() {
        if (isCut) return;
        isCut = true;
        for (auto& [path, image] : images) {
            std::shuffle(image.pending.begin(), image.pending.end(), random);
            const size_t survivors = image.pending.empty() ? 0 : random() % (image.pending.size() + 1);
            for (size_t i = 0; i < survivors; ++i) {
                const Change& change = image.pending[i];
                const bool isTorn = i + 1 == survivors && change.bytes.size() > 512;
                apply(image.durable, change, isTorn ? 512 : change.bytes.size());
            }
            image.pending.clear();
        }
    }
    /** Counts a write or sync. False: there is no power for it. */
    bool hasPowerLocked() {
        if (!isCut && ++operations == cutAt) cutLocked();
        return !isCut;
    }
    void note(const QByteArray& path, Change change) { images[path].pending.push_back(std::move(change)); }
    void syncLocked(const QByteArray& path) {
        Image& image = images[path];
        for (const Change& change : image.pending)
            apply(image.durable, change, change.bytes.size());
        image.pending.clear();
    }
};

namespace {

struct PowerFile {
    sqlite3_file base;
    PowerCutVfs::State* state;
    QByteArray* path;  ///< null: not a file whose survival matters
    sqlite3_file* real;
};

PowerFile* self(sqlite3_file* file) {
    return reinterpret_cast<PowerFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
    return self(file)->real;
}

int onClose(sqlite3_file* file) {
    const int code = real(file)->pMethods->xClose(real(file));
    delete self(file)->path;
    self(file)->path = nullptr;
    return code;
}
int onRead(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), out, count, offset);
}
int onWrite(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    PowerCutVfs::State& state = *self(file)->state;
    const std::lock_guard lock(state.mutex);
    if (!state.hasPowerLocked()) return SQLITE_IOERR_WRITE;
    if (self(file)->path != nullptr) {
        state.note(*self(file)->path, {offset, QByteArray(static_cast<const char*>(bytes), count), false});
    }
    return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}
int onTruncate(sqlite3_file* file, sqlite3_int64 size) {
    PowerCutVfs::State& state = *self(file)->state;
    const std::lock_guard lock(state.mutex);
    if (!state.hasPowerLocked()) return SQLITE_IOERR_TRUNCATE;
    if (self(file)->path != nullptr) state.note(*self(file)->path, {size, {}, true});
    return real(file)->pMethods->xTruncate(real(file), size);
}
int onSync(sqlite3_file* file, int) {
    PowerCutVfs::State& state = *self(file)->state;
    const std::lock_guard lock(state.mutex);
    if (!state.hasPowerLocked()) return SQLITE_IOERR_FSYNC;
    if (self(file)->path != nullptr) state.syncLocked(*self(file)->path);
    return SQLITE_OK;  // the real disk need not be bothered
}
int onFileSize(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int onLock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
int onUnlock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
int onCheckLock(sqlite3_file* file, int* out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int onControl(sqlite3_file* file, int operation, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int onSectorSize(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int onCharacteristics(sqlite3_file*) {
    return 0;
}  // a disk that promises nothing
int onShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int onShmLock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void onShmBarrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int onShmUnmap(sqlite3_file* file, int isDelete) {
    return real(file)->pMethods->xShmUnmap(real(file), isDelete);
}

const sqlite3_io_methods kMethods = {
    2,          onClose,     onRead,    onWrite,      onTruncate,        onSync,   onFileSize, onLock,
    onUnlock,   onCheckLock, onControl, onSectorSize, onCharacteristics, onShmMap, onShmLock,  onShmBarrier,
    onShmUnmap, nullptr,     nullptr,
};

sqlite3_vfs* realVfs() {
    return sqlite3_vfs_find("unix");
}
PowerCutVfs::State* stateOf(sqlite3_vfs* vfs) {
    return static_cast<PowerCutVfs::State*>(vfs->pAppData);
}

int onOpen(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    PowerFile* power = self(file);
    power->state = stateOf(vfs);
    power->path = nullptr;
    power->real = reinterpret_cast<sqlite3_file*>(power + 1);
    const int code = realVfs()->xOpen(realVfs(), name, power->real, flags, outFlags);
    power->base.pMethods = power->real->pMethods != nullptr ? &kMethods : nullptr;
    if (code == SQLITE_OK && name != nullptr && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0) {
        power->path = new QByteArray(name);
    }
    return code;
}
int onDelete(sqlite3_vfs* vfs, const char* name, int syncFolder) {
    PowerCutVfs::State& state = *stateOf(vfs);
    const std::lock_guard lock(state.mutex);
    if (!state.hasPowerLocked()) return SQLITE_IOERR_DELETE;
    state.images.erase(QByteArray(name));
    return realVfs()->xDelete(realVfs(), name, syncFolder);
}

}  // namespace

PowerCutVfs::PowerCutVfs(const char* name, unsigned seed) : m_state(std::make_unique<State>()) {
    m_state->random.seed(seed);
    m_state->name = name;
    m_state->vfs = *realVfs();
    m_state->vfs.pNext = nullptr;
    m_state->vfs.zName = m_state->name.c_str();
    m_state->vfs.pAppData = m_state.get();
    m_state->vfs.szOsFile = static_cast<int>(sizeof(PowerFile)) + realVfs()->szOsFile;
    m_state->vfs.xOpen = onOpen;
    m_state->vfs.xDelete = onDelete;
    sqlite3_vfs_register(&m_state->vfs, 0);
}

PowerCutVfs::~PowerCutVfs() {
    sqlite3_vfs_unregister(&m_state->vfs);
}

void PowerCutVfs::cutAt(int operation) {
    const std::lock_guard lock(m_state->mutex);
    m_state->cutAt = operation;
}

void PowerCutVfs::cut() {
    const std::lock_guard lock(m_state->mutex);
    m_state->cutLocked();
}

bool PowerCutVfs::isCut() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->isCut;
}

int PowerCutVfs::operations() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->operations;
}

void PowerCutVfs::writeSurvivors(const QString& folder) const {
    const std::lock_guard lock(m_state->mutex);
    for (const auto& [path, image] : m_state->images) {
        QFile file(QDir(folder).filePath(QFileInfo(QFile::decodeName(path)).fileName()));
        if (file.open(QIODevice::WriteOnly)) file.write(image.durable);
    }
}

}  // namespace tests
