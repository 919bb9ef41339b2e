#include "app/session/Navigation.h"

#include <algorithm>

namespace app {

namespace {

constexpr qsizetype kMostPlaces = 100;

}  // namespace

Navigation::Navigation(ClientStore& store, QObject* parent) : QObject(parent), m_store(store) {
    connect(&store.changes(), &Changes::delivered, this, &Navigation::handleChanges);
}

void Navigation::setLastPlaces(const QList<Place>& places) {
    for (const Place& place : places) {
        if (place.channel.isNull() || m_lastChannel.contains(place.guild)) continue;
        m_lastChannel.insert(place.guild, place.channel);
        m_lastGuilds.append(place.guild);
    }
}

QList<Place> Navigation::lastPlaces() const {
    QList<Place> places;
    for (const shared::GuildId guild : m_lastGuilds)
        places.append({guild, m_lastChannel.value(guild)});
    return places;
}

void Navigation::openLast(shared::GuildId guild) {
    for (const Place& place : lastPlaces())
        if (exists(place)) return go(place, true);
    openGuild(guild);
}

void Navigation::openGuild(shared::GuildId id) {
    go({id, channelFor(id)}, true);
}

void Navigation::openChannel(shared::ChannelId id) {
    go({m_store.channels().guildOf(id), id}, true);
}

void Navigation::openMessage(shared::ChannelId channel, shared::MessageId message) {
    openChannel(channel);
    Q_EMIT messageWanted(channel, message);
}

void Navigation::goBack() {
    step(-1);
}

void Navigation::goForward() {
    step(1);
}

/** What is gone by now is passed over. */
void Navigation::step(int by) {
    for (qsizetype at = m_at + by; at >= 0 && at < m_history.size(); at += by) {
        if (m_history[at] == m_place || !exists(m_history[at])) continue;
        m_at = at;
        return go(m_history[at], false);
    }
}

void Navigation::go(const Place& place, bool remember) {
    const bool otherGuild = place.guild != m_place.guild;
    const bool otherChannel = place.channel != m_place.channel;
    if (remember && (m_at < 0 || m_history[m_at] != place)) {
        m_history.resize(m_at + 1);
        m_history.append(place);
        if (m_history.size() > kMostPlaces) m_history.removeFirst();
        m_at = m_history.size() - 1;
    }
    m_place = place;
    if (place.channel) {
        m_lastChannel.insert(place.guild, place.channel);
        m_lastGuilds.removeOne(place.guild);
        m_lastGuilds.prepend(place.guild);
    }
    if (otherChannel)
        m_newSince = m_store.isUnread(place.channel) ? m_store.readUntil(place.channel) : shared::MessageId();
    if (otherGuild) Q_EMIT guildChanged(place.guild);
    if (otherChannel) Q_EMIT channelChanged(place.channel);
    Q_EMIT historyChanged();
}

shared::ChannelId Navigation::channelFor(shared::GuildId guild) const {
    const shared::ChannelId last = m_lastChannel.value(guild);
    if (last && exists({guild, last})) return last;
    if (guild.isNull()) return {};
    // The order of the screen: without a category first, then by category and position.
    using Rank = std::tuple<int, int, int, quint64>;
    std::optional<Rank> best;
    shared::ChannelId found;
    for (const shared::ChannelId id : m_store.channels().ids(guild)) {
        const shared::Channel* channel = m_store.channels().find(id);
        const bool isText =
            channel->type == shared::ChannelType::GuildText || channel->type == shared::ChannelType::GuildAnnouncement;
        if (!isText || !m_store.permissions().canView(id)) continue;
        const shared::Channel* category = m_store.channels().find(channel->parentId.value());
        const Rank rank{category == nullptr ? 0 : 1, category == nullptr ? 0 : category->position.value(),
                        channel->position.value(), id.value()};
        if (best && rank >= *best) continue;
        best = rank;
        found = id;
    }
    return found;
}

bool Navigation::exists(const Place& place) const {
    if (place.guild && m_store.guilds().find(place.guild) == nullptr) return false;
    return place.channel.isNull() || m_store.permissions().canView(place.channel);
}

void Navigation::handleChanges(const ChangeSet& changes) {
    const bool concerned = changes.everything || changes.guildList || changes.channels.contains(m_place.guild) ||
                           changes.roles.contains(m_place.guild);
    if (!concerned) return;
    if (!exists(m_place)) {
        const bool guildGone = m_place.guild && m_store.guilds().find(m_place.guild) == nullptr;
        const shared::GuildId guild = guildGone ? m_store.guilds().ids().value(0) : m_place.guild;
        go({guild, channelFor(guild)}, false);
    } else if (m_place.guild && m_place.channel.isNull() && channelFor(m_place.guild)) {
        openGuild(m_place.guild);  // its first channel has come
    }
}

}  // namespace app
