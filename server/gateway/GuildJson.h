#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include <QtCore/QByteArray>
#include <QtCore/QHash>

#include "server/events/EventBus.h"
#include "server/gateway/Session.h"

namespace server {

class Access;
class MemberService;
class PresenceService;
class VoiceService;

/**
 * Guilds as GUILD_CREATE and a person's READY tell them. The serialised parts of a graph are kept and shared by all who
 * ask, whatever they may see; so is the list of members of a small guild. Blocking calls, for workers.
 */
class GuildJson {
 public:
    GuildJson(EventBus& bus, MemberService& members, PresenceService& presence, VoiceService& voice, Access& access);
    ~GuildJson();

    /** The payload of GUILD_CREATE for a session of `member`: what the member may not see is left out. */
    shared::Result<QByteArray> write(const SessionTraits& traits, const GuildGraphPtr& graph,
                                     const GuildMember& member);

 private:
    /** A channel's JSON around the value of last_message_id, which changes without the graph. */
    struct ChannelText {
        shared::ChannelId id;
        bool isThread = false;
        QByteArray before;
        QByteArray after;  ///< empty: the channel has no such key, and `before` is all of it
    };
    struct Pieces {
        GuildGraphPtr graph;
        QByteArray head;  ///< the guild's own fields, with the opening brace and without the closing one
        std::vector<ChannelText> channels;
    };
    using PiecesPtr = std::shared_ptr<const Pieces>;
    struct MemberList {
        QByteArray json;     ///< an array
        quint64 change = 0;  ///< of the guild when it was read
    };

    PiecesPtr piecesOf(const GuildGraphPtr& graph);
    shared::Result<QByteArray> allMembers(const SessionTraits& traits, shared::GuildId guild);
    QByteArray someMembers(const GuildGraph& graph, const GuildMember& self, const QList<shared::Presence>& online);
    void onEvents(const EventBatch& batch);

    MemberService& m_members;
    PresenceService& m_presence;
    VoiceService& m_voice;
    Access& m_access;
    std::mutex m_mutex;
    std::unordered_map<shared::GuildId, PiecesPtr> m_pieces;
    std::unordered_map<shared::GuildId, MemberList> m_lists;
    quint64 m_changes = 0;  ///< counts events that change a list of members
    std::unordered_map<shared::GuildId, quint64> m_changedAt;
    EventBus::Subscription m_subscription;
};

}  // namespace server
