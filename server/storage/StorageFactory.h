#pragma once

#include <memory>

#include "server/events/EventBus.h"
#include "server/storage/BlobStore.h"
#include "server/storage/EphemeralStore.h"
#include "server/storage/Storage.h"
#include "shared/core/Clock.h"
#include "shared/core/SnowflakeGenerator.h"

namespace server {

/** Where the durable data lies and how it is treated. */
struct StorageOptions {
    /** Folder of the database (guildhall.db) and of blobs/; it is made if missing. Empty: everything in memory. */
    QString folder;
    /** A PostgreSQL database, as libpq names it; then `folder` has the blobs only. Empty: SQLite. */
    QByteArray database;
    /** All statements of one read together. */
    std::chrono::milliseconds readTimeLimit = std::chrono::seconds(5);
    /** How long a unit may wait for its lane, before it has begun, until it is given up with 503 ... */
    std::chrono::milliseconds writeWaitLimit = std::chrono::seconds(10);
    /** ... where no more than these wait already; who comes then gives up after half a second. */
    std::size_t patientWriters = 16;
    /** How long a statement waits for another program's lock. */
    std::chrono::milliseconds lockWaitLimit = std::chrono::seconds(5);
    /** Read connections; a read beyond them waits, and is given up with 503 after readTimeLimit. */
    int maxReaders = 16;
    /** MiB of memory for pages, of the write connection and of each read connection. */
    int cacheMib = 16;
    /** SQLite's synchronous setting; anything but FULL loses acknowledged writes in a power cut. For tests. */
    QByteArray synchronous = QByteArrayLiteral("FULL");
    /** SQLite VFS by name, for tests; empty: the default one. */
    QByteArray vfs;
    /** The database may not grow beyond this many pages; 0: as far as the disk goes. */
    int maxPages = 0;
};

/** Where a folder's database is. */
QString databaseFile(const QString& folder);
/**
 * Copies what is durable in a data folder, database and files, to an empty or new folder, while a server works in it or
 * not. Files are linked where both folders lie on one file system, for they never change. Errors are sentences.
 */
shared::Result<void> copyStorage(const QString& folder, const QString& target);

/** Makes the storage parts of one process. The only place that knows which engine is meant. */
class StorageFactory {
 public:
    /** What storage draws its ids and its time from, and tells of its commits. They must outlive all it makes. */
    StorageFactory(EventBus& bus, shared::SnowflakeGenerator& ids, const shared::Clock& clock);

    /**
     * Opens (or makes) the database, brings its schema up to date, checks it if it was not closed cleanly. The error
     * is a sentence for the operator: damaged, read-only, locked, another program's, from a newer version. That no
     * second server opens the same folder is for whoever holds the folder's FileLock.
     */
    shared::Result<std::unique_ptr<Storage>> openStorage(const StorageOptions& options);
    shared::Result<std::unique_ptr<BlobStore>> openBlobs(const StorageOptions& options);
    std::unique_ptr<EphemeralStore> makeEphemeral();

 private:
    EventBus& m_bus;
    shared::SnowflakeGenerator& m_ids;
    const shared::Clock& m_clock;
};

}  // namespace server
