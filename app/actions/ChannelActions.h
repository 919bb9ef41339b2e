#pragma once

#include "app/client/rest/ChannelApi.h"
#include "app/client/rest/GuildApi.h"
#include "app/client/rest/UserApi.h"
#include "app/store/ClientStore.h"

namespace app {

/** What one does with channels. Dialogs wait for the replies with `then(this, ...)`. */
class ChannelActions {
 public:
    ChannelActions(RestClient& client, ClientStore& store)
        : m_api(client), m_guildApi(client), m_userApi(client), m_store(store) {}

    /** A channel or (type GuildCategory) a category. @param parent category; null = none */
    Reply<shared::Channel> create(shared::GuildId guild, const QString& name, shared::ChannelType type,
                                  shared::ChannelId parent = {}) {
        shared::CreateChannel body;
        body.name = name;
        body.type = type;
        if (parent) body.parentId = parent;
        return m_guildApi.createChannel(guild, body);
    }
    /** The same with everything a channel can have: overwrites, topic, slow mode. */
    Reply<shared::Channel> create(shared::GuildId guild, const shared::CreateChannel& channel) {
        return m_guildApi.createChannel(guild, channel);
    }
    /** The guild's channels as the server has them now. */
    Reply<QList<shared::Channel>> list(shared::GuildId guild) { return m_guildApi.channels(guild); }
    Reply<shared::Channel> modify(shared::ChannelId id, const shared::ModifyChannel& changes) {
        return m_api.modify(id, changes);
    }
    Reply<void> remove(shared::ChannelId id) { return m_api.remove(id); }
    Reply<void> move(shared::GuildId guild, const QList<shared::ChannelPosition>& order) {
        return m_guildApi.moveChannels(guild, order);
    }
    Reply<void> putOverwrite(shared::ChannelId id, shared::OverwriteId overwrite, const shared::EditOverwrite& value) {
        return m_api.putOverwrite(id, overwrite, value);
    }
    Reply<void> removeOverwrite(shared::ChannelId id, shared::OverwriteId overwrite) {
        return m_api.removeOverwrite(id, overwrite);
    }
    /** The DM with somebody; it is in the store when the reply comes. */
    Reply<shared::Channel> openDm(shared::UserId user, QObject* context) {
        Reply<shared::Channel> reply = m_userApi.openDm(user);
        reply.then(context, [&store = m_store](const shared::Channel& channel) {
            store.apply(shared::ChannelCreateEvent{channel});
        });
        return reply;
    }

 private:
    ChannelApi m_api;
    GuildApi m_guildApi;
    UserApi m_userApi;
    ClientStore& m_store;
};

}  // namespace app
