#pragma once

#include "shared/models/Embed.h"

namespace server {

/**
 * Keeps of embeds what a sender may set: they are "rich", and sizes, providers and videos are for us to find. Those
 * that show nothing are left out.
 */
QList<shared::Embed> ownEmbeds(const QList<shared::Embed>& embeds);

}  // namespace server
