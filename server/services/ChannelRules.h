#pragma once

#include "server/services/Access.h"
#include "shared/core/SnowflakeGenerator.h"
#include "shared/protocol/requests/ChannelRequests.h"

namespace server {

/** Which types a guild's channel can be made of. */
bool isCreatable(shared::ChannelType type);
/** Text channels have names in lower case, without blanks. */
QString channelName(const QString& name, shared::ChannelType type);

/**
 * The overwrites that a request asks for. Whoever is no administrator may set only bits that they have, and
 * MANAGE_ROLES not at all.
 * @param own what the actor may do there @param before the channel's present ones
 */
shared::Result<QList<shared::Overwrite>> resolveOverwrites(const QList<shared::OverwriteRequest>& wanted,
                                                           const QList<shared::Overwrite>& before,
                                                           shared::Permissions own, const GuildGraph& graph);
/** MissingPermissions when the two differ in a bit that `own` lacks. */
shared::Result<void> checkOverwriteChange(const shared::Overwrite& before, const shared::Overwrite& after,
                                          shared::Permissions own);
shared::Result<QList<shared::ForumTag>> resolveTags(const QList<shared::ForumTagRequest>& wanted,
                                                    shared::SnowflakeGenerator& ids);
/** The category with this id; an error at `parent_id` when it is none. */
shared::Result<const shared::Channel*> categoryOf(const GuildGraph& graph, shared::ChannelId parent);

/** Takes over what both requests, to create and to modify, have in common. */
template <class Request>
void applyCommon(const Request& body, shared::Channel& channel) {
    body.topic.applyTo(channel.topic);
    if (body.nsfw.hasValue()) channel.nsfw = *body.nsfw;
    if (body.rateLimitPerUser.isPresent()) channel.rateLimitPerUser = body.rateLimitPerUser.valueOr(0);
    if (body.bitrate.hasValue()) channel.bitrate = *body.bitrate;
    if (body.userLimit.hasValue()) channel.userLimit = *body.userLimit;
    body.rtcRegion.applyTo(channel.rtcRegion);
    body.videoQualityMode.applyTo(channel.videoQualityMode);
    body.defaultAutoArchiveDuration.applyTo(channel.defaultAutoArchiveDuration);
    body.defaultReactionEmoji.applyTo(channel.defaultReactionEmoji);
    body.defaultThreadRateLimitPerUser.applyTo(channel.defaultThreadRateLimitPerUser);
    body.defaultSortOrder.applyTo(channel.defaultSortOrder);
    body.defaultForumLayout.applyTo(channel.defaultForumLayout);
}

}  // namespace server
