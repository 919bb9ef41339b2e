#pragma once

#include <QtCore/QByteArray>

namespace server {

/** How many there are; a person without a picture has number (id >> 22) % kDefaultAvatars. */
constexpr int kDefaultAvatars = 6;

/** The picture of somebody who has none: a PNG of 256 x 256 pixels, drawn here. @param index 0 to 5 */
QByteArray defaultAvatar(int index);

}  // namespace server
