#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include "app/store/PermissionReader.h"
#include "app/store/StoreState.h"
#include "app/store/reducers/Reducers.h"

namespace app {

/**
 * What one account knows. Everybody reads; only events change it, through reducers. On the UI thread.
 *
 * Changes tell once per turn of the event loop what to look at again; the store itself is up to date at once.
 */
class ClientStore final : public QObject {
    Q_OBJECT

 public:
    /** @param clock must outlive the store */
    explicit ClientStore(const shared::Clock& clock, QObject* parent = nullptr);

    /** Lets the reducer of an event change the store: the gateway's (shared/protocol/Dispatches.h) or LocalEvents.h. */
    template <class Event>
    void apply(const Event& event) {
        reduce(m_state, event);
        if (!m_state.typing.isEmpty() && !m_tick.isActive()) m_tick.start();
    }

    /** Connect to `Changes::delivered`. */
    Changes& changes() { return m_state.changes; }

    const shared::CurrentUser& self() const { return m_state.self; }
    const shared::UserSettings& settings() const { return m_state.settings; }
    /** How the account wants to be told of a guild; the null guild: of DMs. */
    shared::UserGuildSettings guildSettings(shared::GuildId id) const { return m_state.guildSettings.value(id); }
    const GuildCache& guilds() const { return m_state.guilds; }
    const RoleCache& roles() const { return m_state.roles; }
    const ChannelCache& channels() const { return m_state.channels; }
    const MemberCache& members() const { return m_state.members; }
    const UserCache& users() const { return m_state.users; }
    const PresenceCache& presences() const { return m_state.presences; }
    const MessageCache& messages() const { return m_state.messages; }
    const ReadStateCache& readStates() const { return m_state.readStates; }
    const RelationshipCache& relationships() const { return m_state.relationships; }
    const TypingCache& typing() const { return m_state.typing; }
    const VoiceStateCache& voiceStates() const { return m_state.voiceStates; }
    const PermissionReader& permissions() const { return m_permissions; }
    /** READY has come: what is here is the server's word, not only what the local cache kept. */
    bool isReady() const { return m_state.isReady; }
    const QList<shared::RoleId>& ownRoles(shared::GuildId guildId) const { return m_state.ownRoles(guildId); }
    const shared::Clock& clock() const { return m_state.clock; }

    /** Something in the channel is newer than what was read; muted or not. */
    bool isUnread(shared::ChannelId channelId) const;
    /** What is newer than this is unread. Never null: of a channel that was never read, when one joined its guild. */
    shared::MessageId readUntil(shared::ChannelId channelId) const;
    bool isMuted(shared::ChannelId channelId) const;
    bool isGuildMuted(shared::GuildId guildId) const;
    bool mentionsSelf(const shared::Message& message) const { return app::mentionsSelf(m_state, message); }

 private:
    StoreState m_state;
    PermissionReader m_permissions;
    QTimer m_tick;
};

}  // namespace app
