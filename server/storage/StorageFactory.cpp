#include "server/storage/StorageFactory.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include "server/storage/blobs/FolderBlobStore.h"
#include "server/storage/memory/MemoryEphemeralStore.h"
#include "server/storage/postgres/PgStorage.h"
#include "server/storage/sqlite/SqliteBackup.h"
#include "server/storage/sqlite/SqliteStorage.h"

using namespace Qt::StringLiterals;

namespace server {

namespace {

const QString kBlobs = u"/blobs"_s;

}  // namespace

QString databaseFile(const QString& folder) {
    return QDir(folder).absoluteFilePath(u"guildhall.db"_s);
}

shared::Result<void> copyStorage(const QString& folder, const QString& target) {
    // Files after the database: one is stored before a row names it.
    {
        ASSIGN_OR_RETURN(const auto source, SqliteConnection::open(QFile::encodeName(databaseFile(folder)),
                                                                   SqliteConnection::Mode::Read, {}));
        RETURN_IF_ERROR(copyDatabase(*source, databaseFile(target)));
    }
    return FolderBlobStore::copyFolder(folder + kBlobs, target + kBlobs);
}

StorageFactory::StorageFactory(EventBus& bus, shared::SnowflakeGenerator& ids, const shared::Clock& clock)
    : m_bus(bus), m_ids(ids), m_clock(clock) {}

shared::Result<std::unique_ptr<Storage>> StorageFactory::openStorage(const StorageOptions& options) {
    if (!options.database.isEmpty()) {
        ASSIGN_OR_RETURN(auto storage, PgStorage::open(options, m_bus, m_ids, m_clock));
        return std::unique_ptr<Storage>(std::move(storage));
    }
    ASSIGN_OR_RETURN(auto storage, SqliteStorage::open(options, m_bus, m_ids, m_clock));
    return std::unique_ptr<Storage>(std::move(storage));
}

shared::Result<std::unique_ptr<BlobStore>> StorageFactory::openBlobs(const StorageOptions& options) {
    ASSIGN_OR_RETURN(auto blobs, options.folder.isEmpty() ? FolderBlobStore::openTemporary()
                                                          : FolderBlobStore::openFolder(options.folder + kBlobs));
    return std::unique_ptr<BlobStore>(std::move(blobs));
}

std::unique_ptr<EphemeralStore> StorageFactory::makeEphemeral() {
    return std::make_unique<MemoryEphemeralStore>(m_clock);
}

}  // namespace server
