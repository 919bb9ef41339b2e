#include "server/services/EmbedRules.h"

#include "shared/validation/MessageRules.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

shared::Embed ownEmbed(shared::Embed embed) {
    embed.type = u"rich"_s;
    embed.provider.reset();
    embed.video.reset();
    for (auto* media : {&embed.image, &embed.thumbnail}) {
        if (!media->hasValue() || media->value().isEmpty()) continue;
        shared::EmbedMedia plain;
        plain.url = (*media)->get()->url;
        *media = shared::Box<shared::EmbedMedia>(std::move(plain));
    }
    if (embed.author.hasValue() && embed.author.value()) embed.author.edit().edit().proxyIconUrl.reset();
    if (embed.footer.hasValue() && embed.footer.value()) embed.footer.edit().edit().proxyIconUrl.reset();
    embed.flags.reset();
    return embed;
}

}  // namespace

QList<shared::Embed> ownEmbeds(const QList<shared::Embed>& embeds) {
    QList<shared::Embed> out;
    out.reserve(embeds.size());
    for (const shared::Embed& embed : embeds) {
        if (shared::showsSomething(embed)) out.append(ownEmbed(embed));
    }
    return out;
}

}  // namespace server
