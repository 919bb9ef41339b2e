#pragma once

#include <optional>

#include <QtCore/QString>

#include "shared/models/User.h"

namespace shared {

enum class WebhookType : int { Incoming = 1, ChannelFollower = 2, Application = 3 };

struct WebhookSourceGuild {
    GuildId id;
    QString name;
    std::optional<QString> icon;

    bool operator==(const WebhookSourceGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(WebhookSourceGuild);

struct WebhookSourceChannel {
    ChannelId id;
    QString name;

    bool operator==(const WebhookSourceChannel&) const = default;
};
GUILDHALL_DECLARE_JSON(WebhookSourceChannel);

/** Posts into a channel without a user. Source: "Webhook Structure". */
struct Webhook {
    WebhookId id;
    WebhookType type = WebhookType::Incoming;
    Field<GuildId> guildId;
    std::optional<ChannelId> channelId;
    Field<Box<User>> user;  ///< who made it; missing for those who have only the token
    std::optional<QString> name;
    std::optional<QString> avatar;
    Field<QString> token;
    std::optional<ApplicationId> applicationId;
    Field<WebhookSourceGuild> sourceGuild;
    Field<WebhookSourceChannel> sourceChannel;
    Field<QString> url;

    bool operator==(const Webhook&) const = default;
};
GUILDHALL_DECLARE_JSON(Webhook);

}  // namespace shared
