#pragma once

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

namespace server {

/** Makes the names in a folder durable. @return 0 or errno */
int syncFolder(const QString& folder);

/**
 * Replaces a file: written beside, synced, renamed, folder synced, so that after a power cut there is the old one or
 * the new one. @param mode of the new file, such as 0600 @return 0 or errno
 */
int writeDurably(const QString& path, QByteArrayView bytes, int mode);

}  // namespace server
