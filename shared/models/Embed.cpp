#include "shared/models/Embed.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EmbedMedia>& media) {
    v("url", media.url);
    v("proxy_url", media.proxyUrl);
    v("height", media.height);
    v("width", media.width);
    v("content_type", media.contentType);
    v("placeholder", media.placeholder);
    v("placeholder_version", media.placeholderVersion);
    v("description", media.description);
    v("flags", media.flags);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EmbedProvider>& provider) {
    v("name", provider.name);
    v("url", provider.url);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EmbedAuthor>& author) {
    v("name", author.name);
    v("url", author.url);
    v("icon_url", author.iconUrl);
    v("proxy_icon_url", author.proxyIconUrl);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EmbedFooter>& footer) {
    v("text", footer.text);
    v("icon_url", footer.iconUrl);
    v("proxy_icon_url", footer.proxyIconUrl);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EmbedField>& field) {
    v("name", field.name);
    v("value", field.value);
    v.withDefault("inline", field.isInline);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Embed>& embed) {
    v.withDefault("type", embed.type);
    v("title", embed.title);
    v("description", embed.description);
    v("url", embed.url);
    v("timestamp", embed.timestamp);
    v("color", embed.color);
    v("footer", embed.footer);
    v("image", embed.image);
    v("thumbnail", embed.thumbnail);
    v("video", embed.video);
    v("provider", embed.provider);
    v("author", embed.author);
    v.unlessDefault("fields", embed.fields);
    v("flags", embed.flags);
}

}  // namespace

GUILDHALL_DEFINE_JSON(EmbedMedia)
GUILDHALL_DEFINE_JSON(EmbedProvider)
GUILDHALL_DEFINE_JSON(EmbedAuthor)
GUILDHALL_DEFINE_JSON(EmbedFooter)
GUILDHALL_DEFINE_JSON(EmbedField)
GUILDHALL_DEFINE_JSON(Embed)

}  // namespace shared
