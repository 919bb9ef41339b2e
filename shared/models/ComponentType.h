#pragma once

namespace shared {

/** The types of a message's components, as JSON has them. Source: "Component Types" of "Component Reference". */
enum ComponentType {
    kActionRow = 1,
    kButton = 2,
    kStringSelect = 3,
    kUserSelect = 5,
    kRoleSelect = 6,
    kMentionableSelect = 7,
    kChannelSelect = 8,
    kSection = 9,
    kTextDisplay = 10,
    kThumbnail = 11,
    kMediaGallery = 12,
    kFile = 13,
    kSeparator = 14,
    kContainer = 17,
};

}  // namespace shared
