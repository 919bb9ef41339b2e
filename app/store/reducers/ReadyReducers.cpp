#include <QtCore/QJsonObject>

#include "app/store/reducers/Reducers.h"
#include "shared/json/JsonType.h"

namespace app {

namespace {

/** All but the pending messages is made anew from what follows. */
void forgetAll(StoreState& state) {
    state.guilds.clear();
    state.roles.clear();
    state.channels.clear();
    state.members.clear();
    state.presences.clear();
    state.readStates.clear();
    state.relationships.clear();
    state.typing.clear();
    state.voiceStates.clear();
    state.guildSettings.clear();
}

/** One's own presence is not told by the server: it is what the settings say. */
void putOwnPresence(StoreState& state) {
    shared::Presence own;
    own.user.id = state.self.id;
    own.status = state.settings.status == shared::Status::Invisible ? shared::Status::Offline : state.settings.status;
    if (const shared::Presence* known = state.presences.find(state.self.id)) own.activities = known->activities;
    if (state.presences.put(own)) state.changes.note().presences.insert(state.self.id);
}

}  // namespace

void reduce(StoreState& state, const shared::ReadyEvent& event) {
    const shared::Ready& ready = event.payload;
    forgetAll(state);
    state.messages.markAllStale();
    state.self = ready.user;
    state.users.put(ready.user);
    state.isReady = true;
    for (const shared::GatewayGuild& guild : ready.guilds)
        putGuild(state, guild);
    for (const shared::Channel& channel : ready.privateChannels.value()) {
        state.channels.put(channel);
        for (const shared::User& user : channel.recipients.value())
            state.users.put(user);
    }
    for (const shared::Relationship& relationship : ready.relationships.value()) {
        state.relationships.put(relationship);
        state.users.put(relationship.user);
    }
    for (const shared::Presence& presence : ready.presences.value())
        state.presences.put(presence);
    for (const shared::ReadState& readState : ready.readState.value())
        if (readState.readStateType == shared::ReadStateType::Channel) state.readStates.put(readState);
    for (const shared::UserGuildSettings& settings : ready.userGuildSettings.value())
        state.guildSettings.insert(settings.guildId.value_or(shared::GuildId()), settings);
    if (ready.userSettings.hasValue()) state.settings = ready.userSettings.value();
    putOwnPresence(state);
    ++state.permissionVersion;
    state.changes.note().everything = true;
}

void reduce(StoreState& state, const shared::ResumedEvent&) {
    state.isReady = true;
}

void reduce(StoreState& state, const CacheRestored& event) {
    if (state.isReady) return;  // the server was faster
    forgetAll(state);
    state.self = event.self;
    state.users.put(event.self);
    state.settings = event.settings;
    for (const shared::UserGuildSettings& settings : event.guildSettings)
        state.guildSettings.insert(settings.guildId.value_or(shared::GuildId()), settings);
    for (const shared::Guild& guild : event.guilds) {
        GuildState kept;
        kept.guild = guild;
        kept.guild.roles.clear();
        state.guilds.insert(std::move(kept));
        state.roles.replace(guild.id, guild.roles);
    }
    for (const shared::Channel& channel : event.channels) {
        state.channels.put(channel);
        for (const shared::User& user : channel.recipients.value())
            state.users.put(user);
    }
    for (auto it = event.authors.cbegin(); it != event.authors.cend(); ++it)
        for (const shared::Member& author : it.value())
            if (author.user.hasValue()) state.members.put(state.channels.guildOf(it.key()), author.user->id, author);
    for (auto it = event.ownMembers.cbegin(); it != event.ownMembers.cend(); ++it)
        state.members.put(it.key(), event.self.id, it.value());
    for (const shared::ReadState& readState : event.readStates)
        state.readStates.put(readState);
    for (auto it = event.messages.cbegin(); it != event.messages.cend(); ++it) {
        for (const shared::Message& message : it.value())
            state.users.put(message.author);
        MessageWindow& window = state.messages.open(it.key());
        window.reset(it.value(), true, false);
        window.setStale(true);
    }
    ++state.permissionVersion;
    state.changes.note().everything = true;
}

void reduce(StoreState& state, const shared::UserUpdateEvent& event) {
    if (event.payload.id != state.self.id) {
        putUser(state, event.payload);
        return;
    }
    // The public half comes also without the private one.
    shared::CurrentUser self = event.payload;
    if (self.email.isMissing()) self.email = state.self.email;
    if (self.verified.isMissing()) self.verified = state.self.verified;
    if (self.bio.isMissing()) self.bio = state.self.bio;
    state.self = self;
    state.changes.note().self = true;
    putUser(state, self);
}

void reduce(StoreState& state, const shared::UserSettingsUpdateEvent& event) {
    // Only what has changed comes: the rest is kept.
    const auto before = shared::parseJson(shared::toJson(state.settings));
    QJsonObject merged = before.has_value() ? before.value().toObject() : QJsonObject();
    const QJsonObject changed = event.payload.toObject();
    for (auto it = changed.begin(); it != changed.end(); ++it)
        merged.insert(it.key(), it.value());
    const QJsonValue all(merged);
    shared::JsonReader reader(all);
    shared::UserSettings settings;
    shared::readJson(reader, settings);
    state.settings = settings;
    putOwnPresence(state);
    state.changes.note().settings = true;
    state.changes.note().guildList = true;
}

void reduce(StoreState& state, const shared::UserGuildSettingsUpdateEvent& event) {
    const shared::GuildId id = event.payload.guildId.value_or(shared::GuildId());
    state.guildSettings.insert(id, event.payload);
    state.changes.note().guilds.insert(id);
    state.changes.note().channels.insert(id);
}

}  // namespace app
