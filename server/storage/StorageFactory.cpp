#include "server/storage/StorageFactory.h"

#include "server/storage/blobs/FolderBlobStore.h"
#include "server/storage/memory/MemoryEphemeralStore.h"
#include "server/storage/sqlite/SqliteStorage.h"

using namespace Qt::StringLiterals;

namespace server {

StorageFactory::StorageFactory(EventBus& bus, shared::SnowflakeGenerator& ids, const shared::Clock& clock)
    : m_bus(bus), m_ids(ids), m_clock(clock) {}

shared::Result<std::unique_ptr<Storage>> StorageFactory::openStorage(const StorageOptions& options) {
    ASSIGN_OR_RETURN(auto storage, SqliteStorage::open(options, m_bus, m_ids, m_clock));
    return std::unique_ptr<Storage>(std::move(storage));
}

shared::Result<std::unique_ptr<BlobStore>> StorageFactory::openBlobs(const StorageOptions& options) {
    ASSIGN_OR_RETURN(auto blobs, options.folder.isEmpty() ? FolderBlobStore::openTemporary()
                                                          : FolderBlobStore::openFolder(options.folder + "/blobs"_L1));
    return std::unique_ptr<BlobStore>(std::move(blobs));
}

std::unique_ptr<EphemeralStore> StorageFactory::makeEphemeral() {
    return std::make_unique<MemoryEphemeralStore>(m_clock);
}

}  // namespace server
