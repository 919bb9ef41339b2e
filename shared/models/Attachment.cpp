#include "shared/models/Attachment.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Attachment>& attachment) {
    v("id", attachment.id);
    v("filename", attachment.filename);
    v("title", attachment.title);
    v("description", attachment.description);
    v("content_type", attachment.contentType);
    v.withDefault("size", attachment.size);
    v.withDefault("url", attachment.url);
    v.withDefault("proxy_url", attachment.proxyUrl);
    v("height", attachment.height);
    v("width", attachment.width);
    v("placeholder", attachment.placeholder);
    v("placeholder_version", attachment.placeholderVersion);
    v("ephemeral", attachment.ephemeral);
    v("duration_secs", attachment.durationSecs);
    v("waveform", attachment.waveform);
    v("flags", attachment.flags);
    v("clip_participants", attachment.clipParticipants);
    v("clip_created_at", attachment.clipCreatedAt);
    v("application", attachment.application);
}

}  // namespace

GUILDHALL_DEFINE_JSON(Attachment)

}  // namespace shared
