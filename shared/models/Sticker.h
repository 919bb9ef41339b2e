#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/models/User.h"

namespace shared {

enum class StickerType : int { Standard = 1, Guild = 2 };
enum class StickerFormat : int { Png = 1, Apng = 2, Lottie = 3, Gif = 4 };

/** The part of a sticker that a message carries. */
struct StickerItem {
    StickerId id;
    QString name;
    StickerFormat formatType = StickerFormat::Png;

    bool operator==(const StickerItem&) const = default;
};
GUILDHALL_DECLARE_JSON(StickerItem);

/** Source: "Sticker Structure". */
struct Sticker {
    StickerId id;
    Field<StickerPackId> packId;
    QString name;
    std::optional<QString> description;
    QString tags;  ///< for a guild's sticker the name of a Unicode emoji
    StickerType type = StickerType::Guild;
    StickerFormat formatType = StickerFormat::Png;
    Field<bool> available;
    Field<GuildId> guildId;
    Field<Box<User>> user;
    Field<int> sortValue;

    bool operator==(const Sticker&) const = default;
};
GUILDHALL_DECLARE_JSON(Sticker);

struct StickerPack {
    StickerPackId id;
    QList<Sticker> stickers;
    QString name;
    SkuId skuId;
    Field<StickerId> coverStickerId;
    QString description;
    Field<Snowflake> bannerAssetId;

    bool operator==(const StickerPack&) const = default;
};
GUILDHALL_DECLARE_JSON(StickerPack);

}  // namespace shared
