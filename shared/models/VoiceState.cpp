#include "shared/models/VoiceState.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, VoiceState>& state) {
    v("guild_id", state.guildId);
    v("channel_id", state.channelId);
    v("user_id", state.userId);
    v("member", state.member);
    v.withDefault("session_id", state.sessionId);
    v.withDefault("deaf", state.deaf);
    v.withDefault("mute", state.mute);
    v.withDefault("self_deaf", state.selfDeaf);
    v.withDefault("self_mute", state.selfMute);
    v.withDefault("self_stream", state.selfStream);
    v.withDefault("self_video", state.selfVideo);
    v.withDefault("suppress", state.suppress);
    v("request_to_speak_timestamp", state.requestToSpeakTimestamp);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, VoiceRegion>& region) {
    v("id", region.id);
    v("name", region.name);
    v.withDefault("optimal", region.optimal);
    v.withDefault("deprecated", region.deprecated);
    v.withDefault("custom", region.custom);
}

}  // namespace

GUILDHALL_DEFINE_JSON(VoiceState)
GUILDHALL_DEFINE_JSON(VoiceRegion)

}  // namespace shared
