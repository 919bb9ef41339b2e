#include "tests/storage/FaultVfs.h"

#include <atomic>
#include <string>

#include <sqlite3.h>

namespace tests {

struct FaultVfs::State {
    std::atomic<int> writeCode{0};
    std::atomic<int> writesLeft{0};  ///< that still succeed
    std::atomic<int> syncCode{0};
    std::atomic<int> readCode{0};
    std::atomic<int> readOnlyKinds{0};  ///< SQLITE_OPEN_* of the kinds of files that cannot be written
    sqlite3_vfs vfs{};
    std::string name;

    int beforeWrite() {
        const int code = writeCode.load();
        if (code == 0) return SQLITE_OK;
        return writesLeft.fetch_sub(1) > 0 ? SQLITE_OK : code;
    }
};

namespace {

struct FaultFile {
    sqlite3_file base;
    FaultVfs::State* state;
    sqlite3_file* real;
};

FaultVfs::State& stateOf(sqlite3_file* file) {
    return *reinterpret_cast<FaultFile*>(file)->state;
}
sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<FaultFile*>(file)->real;
}

int onClose(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}
int onRead(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
    if (const int code = stateOf(file).readCode.load(); code != 0) return code;
    return real(file)->pMethods->xRead(real(file), out, count, offset);
}
int onWrite(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    if (const int code = stateOf(file).beforeWrite(); code != SQLITE_OK) return code;
    return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}
int onTruncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = stateOf(file).beforeWrite(); code != SQLITE_OK) return code;
    return real(file)->pMethods->xTruncate(real(file), size);
}
int onSync(sqlite3_file* file, int flags) {
    if (const int code = stateOf(file).beforeWrite(); code != SQLITE_OK) return code;
    if (const int code = stateOf(file).syncCode.load(); code != 0) return code;
    return real(file)->pMethods->xSync(real(file), flags);
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
int onCharacteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
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

int onOpen(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    auto* fault = reinterpret_cast<FaultFile*>(file);
    fault->state = static_cast<FaultVfs::State*>(vfs->pAppData);
    fault->real = reinterpret_cast<sqlite3_file*>(fault + 1);
    fault->base.pMethods = nullptr;
    if ((fault->state->readOnlyKinds.load() & flags) != 0) {
        flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    const int code = realVfs()->xOpen(realVfs(), name, fault->real, flags, outFlags);
    if (fault->real->pMethods != nullptr) fault->base.pMethods = &kMethods;
    return code;
}

}  // namespace

FaultVfs::FaultVfs(const char* name) : m_state(std::make_unique<State>()) {
    m_state->name = name;
    m_state->vfs = *realVfs();
    m_state->vfs.pNext = nullptr;
    m_state->vfs.zName = m_state->name.c_str();
    m_state->vfs.pAppData = m_state.get();
    m_state->vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + realVfs()->szOsFile;
    m_state->vfs.xOpen = onOpen;
    sqlite3_vfs_register(&m_state->vfs, 0);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&m_state->vfs);
}

void FaultVfs::failWrites(int code, int number) {
    m_state->writesLeft = number - 1;
    m_state->writeCode = code;
}
void FaultVfs::failSyncs(int code) {
    m_state->syncCode = code;
}
void FaultVfs::failReads(int code) {
    m_state->readCode = code;
}
void FaultVfs::openReadOnly(bool wholeFolder) {
    m_state->readOnlyKinds = wholeFolder ? SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL : SQLITE_OPEN_MAIN_DB;
}
void FaultVfs::heal() {
    m_state->writeCode = 0;
    m_state->syncCode = 0;
    m_state->readCode = 0;
    m_state->readOnlyKinds = 0;
}

}  // namespace tests
