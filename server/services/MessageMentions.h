#pragma once

#include "server/services/ServiceParts.h"
#include "shared/models/Message.h"
#include "shared/protocol/requests/MessageRequests.h"

namespace server {

/** Whom a message reaches, after what its author may do and what it allows. */
struct ResolvedMentions {
    QList<shared::MentionedUser> users;       ///< as in the message
    QList<shared::MentionedUser> withMember;  ///< the same with each one's member, as in events of a guild
    QList<shared::RoleId> roles;
    bool everyone = false;

    QList<MentionRow> rows() const;
    QList<shared::UserId> userIds() const;
};

/**
 * Finds whom `content` mentions. Blocking: members and users that are not cached are loaded.
 * @param allowed null: everything that the content mentions
 * @param repliedTo the author of the message that is answered; null: none
 */
shared::Result<ResolvedMentions> resolveMentions(const ServiceParts& parts, const ChannelAccess& access,
                                                 const QString& content, const shared::AllowedMentions* allowed,
                                                 shared::UserId repliedTo);

}  // namespace server
