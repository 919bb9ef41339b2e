#pragma once

#include "server/events/Event.h"
#include "server/storage/ApplicationStore.h"
#include "server/storage/AttachmentStore.h"
#include "server/storage/AuditLogStore.h"
#include "server/storage/BanStore.h"
#include "server/storage/ChannelStore.h"
#include "server/storage/DirectoryStore.h"
#include "server/storage/GuildStore.h"
#include "server/storage/InviteStore.h"
#include "server/storage/MemberStore.h"
#include "server/storage/MessageStore.h"
#include "server/storage/ReactionStore.h"
#include "server/storage/ReadStateStore.h"
#include "server/storage/RoleStore.h"
#include "server/storage/UserStore.h"

namespace server {

/** The stores of one connection; all of them speak of the key that the connection works on just now. */
struct StoreSet {
    UserStore* users = nullptr;
    ApplicationStore* applications = nullptr;
    GuildStore* guilds = nullptr;
    ChannelStore* channels = nullptr;
    RoleStore* roles = nullptr;
    MemberStore* members = nullptr;
    BanStore* bans = nullptr;
    InviteStore* invites = nullptr;
    MessageStore* messages = nullptr;
    ReactionStore* reactions = nullptr;
    AttachmentStore* attachments = nullptr;
    ReadStateStore* readStates = nullptr;
    AuditLogStore* auditLog = nullptr;
    DirectoryStore* directory = nullptr;
};

/** One snapshot of all that lives under one key. Valid only inside the function that it was given to. */
class ReadView {
 public:
    virtual ~ReadView() = default;

    virtual StreamKey key() const = 0;
    /** Of this snapshot. In a unit: as the unit will leave it, unless it emits more. */
    virtual shared::Result<StreamPosition> position() const = 0;

    const UserStore& users() const { return *m_stores.users; }
    const ApplicationStore& applications() const { return *m_stores.applications; }
    const GuildStore& guilds() const { return *m_stores.guilds; }
    const ChannelStore& channels() const { return *m_stores.channels; }
    const RoleStore& roles() const { return *m_stores.roles; }
    const MemberStore& members() const { return *m_stores.members; }
    const BanStore& bans() const { return *m_stores.bans; }
    const InviteStore& invites() const { return *m_stores.invites; }
    const MessageStore& messages() const { return *m_stores.messages; }
    const ReactionStore& reactions() const { return *m_stores.reactions; }
    const AttachmentStore& attachments() const { return *m_stores.attachments; }
    const ReadStateStore& readStates() const { return *m_stores.readStates; }
    const AuditLogStore& auditLog() const { return *m_stores.auditLog; }

 protected:
    StoreSet m_stores;
};

/**
 * A unit of work at work: what it reads, writes and emits under one key is committed together or not at all.
 *
 * It runs on the key's lane and may be run twice (a lost commit repeats the batch), so it changes nothing outside but
 * through this object, and what it hands out it assigns anew each time.
 */
class Transaction : public ReadView {
 public:
    using ReadView::applications;
    using ReadView::attachments;
    using ReadView::auditLog;
    using ReadView::bans;
    using ReadView::channels;
    using ReadView::guilds;
    using ReadView::invites;
    using ReadView::members;
    using ReadView::messages;
    using ReadView::reactions;
    using ReadView::readStates;
    using ReadView::roles;
    using ReadView::users;

    UserStore& users() { return *m_stores.users; }
    ApplicationStore& applications() { return *m_stores.applications; }
    GuildStore& guilds() { return *m_stores.guilds; }
    ChannelStore& channels() { return *m_stores.channels; }
    RoleStore& roles() { return *m_stores.roles; }
    MemberStore& members() { return *m_stores.members; }
    BanStore& bans() { return *m_stores.bans; }
    InviteStore& invites() { return *m_stores.invites; }
    MessageStore& messages() { return *m_stores.messages; }
    ReactionStore& reactions() { return *m_stores.reactions; }
    AttachmentStore& attachments() { return *m_stores.attachments; }
    ReadStateStore& readStates() { return *m_stores.readStates; }
    AuditLogStore& auditLog() { return *m_stores.auditLog; }
    DirectoryStore& directory() { return *m_stores.directory; }

    /** The number that the unit's first event gets (has got). */
    virtual quint64 seq() const = 0;
    virtual quint64 epoch() const = 0;
    /**
     * Of the guild graph, read with the unit's first statement. If it is not the one that the caller was authorised
     * by, authorise again before anything is written.
     */
    virtual quint64 graphVersion() const = 0;
    /** To be called by every unit that changes what somebody may do; once is enough. The new version is returned. */
    virtual quint64 bumpGraphVersion() = 0;
    /** The time of the unit, ms since 1970; the same for all of its rows and events. */
    virtual qint64 now() const = 0;

    /** An id above every id drawn in this stream before. */
    template <class IdType>
    IdType nextId() {
        return IdType(drawId());
    }

    /**
     * Tells of what this unit does: written to the log in the same commit, published after it.
     *
     * @param payload the JSON of the event's `d`
     * @param model the value that the payload was written from, for caches in this process; may be empty
     */
    virtual void emitEvent(shared::GatewayEvent type, QByteArray payload, EventRoute route = {},
                           std::any model = {}) = 0;

    /**
     * What this unit owes another key: handed to the applier of `kind` in a unit of the target, before the caller of
     * this one is woken; if that fails it stays in the outbox until Storage::repairOutbox. State, not a difference.
     */
    virtual void owe(const StreamKey& target, QByteArray kind, QByteArray payload) = 0;

 protected:
    virtual shared::Snowflake drawId() = 0;
};

}  // namespace server
