#pragma once

#include "server/services/Actor.h"
#include "server/services/MemberWrites.h"
#include "shared/models/Invite.h"
#include "shared/protocol/requests/ChannelRequests.h"

namespace server {

/** Who is online, as far as invites and previews tell; PresenceService implements it. */
class OnlineCounter {
 public:
    virtual ~OnlineCounter() = default;
    /** Members of the guild who are not offline, roughly. Must be quick. */
    virtual int onlineMembers(shared::GuildId guild) = 0;
};

/**
 * Invites. Publishes INVITE_CREATE, INVITE_DELETE, and with accept() what MemberWrites does.
 * Blocking calls, for workers.
 */
class InviteService {
 public:
    /** @param online may be null: then nobody counts as online */
    explicit InviteService(ServiceParts parts, OnlineCounter* online = nullptr)
        : m_parts(parts), m_memberWrites(parts), m_online(online) {}

    /**
     * Needs CREATE_INSTANT_INVITE. With unique false, an invite of the actor's with the same terms comes back.
     * MaxInvites at 1,000. With metadata.
     */
    shared::Result<shared::Invite> create(const Actor& actor, shared::ChannelId channel,
                                          const shared::CreateInvite& body);
    /** For anybody, without an account too. Without metadata. Or UnknownInvite. */
    shared::Result<shared::Invite> get(const QString& code, bool withCounts);
    /** Needs MANAGE_GUILD (then with metadata) or VIEW_AUDIT_LOG. */
    shared::Result<QList<shared::Invite>> listForGuild(const Actor& actor, shared::GuildId guild);
    /** Needs MANAGE_CHANNELS. With metadata. */
    shared::Result<QList<shared::Invite>> listForChannel(const Actor& actor, shared::ChannelId channel);
    /** Needs MANAGE_CHANNELS in the channel, or MANAGE_GUILD; the inviter may as well. */
    shared::Result<shared::Invite> remove(const Actor& actor, const QString& code);
    /**
     * Makes the actor a member. People only. UserBanned; UnknownInvite when it has expired or is used up. Whoever is
     * a member already gets the invite and uses nothing.
     * @return the invite, and whether the actor is new
     */
    struct Accepted {
        shared::Invite invite;
        bool isNewMember = false;
    };
    shared::Result<Accepted> accept(const Actor& actor, const QString& code);

    /** Ends what has expired, in pieces, for a job. @return how many */
    shared::Result<int> removeExpired(shared::GuildId guild);

 private:
    struct Found {
        StreamKey key;
        GuildGraphPtr graph;
        InviteRow row;
    };
    shared::Result<Found> find(const QString& code);
    bool isAlive(const InviteRow& row) const;
    shared::Invite toModel(const GuildGraph& graph, const InviteRow& row, bool withMetadata) const;
    QString newCode();
    shared::Result<void> removeRow(Transaction& tx, const GuildGraph& graph, const InviteRow& row) const;

    ServiceParts m_parts;
    MemberWrites m_memberWrites;
    OnlineCounter* m_online;
};

}  // namespace server
