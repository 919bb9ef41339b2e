#pragma once

#include "server/storage/BlobStore.h"
#include "server/storage/Storage.h"

namespace server {

/**
 * Is this the blob of a picture that nobody shows any more: an avatar, banner, icon or splash that was replaced, or a
 * rendition whose source is gone? False for every other blob; pictures of roles, emojis and stickers stay, for messages
 * go on naming them. Blocking call.
 */
shared::Result<bool> isStrayPicture(Storage& storage, const BlobStore& blobs, const QString& blob);

}  // namespace server
