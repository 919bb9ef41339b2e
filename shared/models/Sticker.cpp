#include "shared/models/Sticker.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, StickerItem>& item) {
    v("id", item.id);
    v("name", item.name);
    v.withDefault("format_type", item.formatType);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Sticker>& sticker) {
    v("id", sticker.id);
    v("pack_id", sticker.packId);
    v("name", sticker.name);
    v("description", sticker.description);
    v.withDefault("tags", sticker.tags);
    v.withDefault("type", sticker.type);
    v.withDefault("format_type", sticker.formatType);
    v("available", sticker.available);
    v("guild_id", sticker.guildId);
    v("user", sticker.user);
    v("sort_value", sticker.sortValue);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, StickerPack>& pack) {
    v("id", pack.id);
    v.withDefault("stickers", pack.stickers);
    v("name", pack.name);
    v.withDefault("sku_id", pack.skuId);
    v("cover_sticker_id", pack.coverStickerId);
    v.withDefault("description", pack.description);
    v("banner_asset_id", pack.bannerAssetId);
}

}  // namespace

GUILDHALL_DEFINE_JSON(StickerItem)
GUILDHALL_DEFINE_JSON(Sticker)
GUILDHALL_DEFINE_JSON(StickerPack)

}  // namespace shared
