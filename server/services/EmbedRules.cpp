#include "server/services/EmbedRules.h"

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
    return embed;
}

}  // namespace

QList<shared::Embed> ownEmbeds(const QList<shared::Embed>& embeds) {
    QList<shared::Embed> out;
    out.reserve(embeds.size());
    for (const shared::Embed& embed : embeds)
        out.append(ownEmbed(embed));
    return out;
}

}  // namespace server
