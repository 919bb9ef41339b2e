#include "shared/models/Webhook.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, WebhookSourceGuild>& guild) {
    v("id", guild.id);
    v("name", guild.name);
    v("icon", guild.icon);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, WebhookSourceChannel>& channel) {
    v("id", channel.id);
    v("name", channel.name);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Webhook>& webhook) {
    v("id", webhook.id);
    v("type", webhook.type);
    v("guild_id", webhook.guildId);
    v("channel_id", webhook.channelId);
    v("user", webhook.user);
    v("name", webhook.name);
    v("avatar", webhook.avatar);
    v("token", webhook.token);
    v("application_id", webhook.applicationId);
    v("source_guild", webhook.sourceGuild);
    v("source_channel", webhook.sourceChannel);
    v("url", webhook.url);
}

}  // namespace

GUILDHALL_DEFINE_JSON(WebhookSourceGuild)
GUILDHALL_DEFINE_JSON(WebhookSourceChannel)
GUILDHALL_DEFINE_JSON(Webhook)

}  // namespace shared
