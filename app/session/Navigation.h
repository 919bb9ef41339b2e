#pragma once

#include <QtCore/QObject>

#include "app/store/ClientStore.h"

namespace app {

/** A place one can be: a channel of a guild (the null guild: a DM; the null channel: the guild's or DMs' own page). */
struct Place {
    shared::GuildId guild;
    shared::ChannelId channel;

    bool operator==(const Place&) const = default;
};

/** What is selected in one account's window, and where one came from. On the UI thread. */
class Navigation final : public QObject {
    Q_OBJECT

 public:
    /** @param store must outlive the navigation */
    explicit Navigation(ClientStore& store, QObject* parent = nullptr);

    shared::GuildId guild() const { return m_place.guild; }
    shared::ChannelId channel() const { return m_place.channel; }
    /** What had been read of the channel when it was opened: the line "new" stands behind it. Null = nothing is new. */
    shared::MessageId newSince() const { return m_newSince; }

    /** Where one was before this start, the last place first: openGuild() and openLast() go there. */
    void setLastPlaces(const QList<Place>& places);
    /** The channel one was in last of each guild, the present one first. */
    QList<Place> lastPlaces() const;
    /** Goes to the last of the places that is still there, else to `guild`. */
    void openLast(shared::GuildId guild);
    /** Goes to a guild: to the channel one was in last, else to the first that can be read. The null guild: DMs. */
    void openGuild(shared::GuildId id);
    void openChannel(shared::ChannelId id);
    /** Goes to the channel and asks for the message to be shown. */
    void openMessage(shared::ChannelId channel, shared::MessageId message);
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_history.size(); }
    void goBack();
    void goForward();

 Q_SIGNALS:
    void guildChanged(shared::GuildId id);
    void channelChanged(shared::ChannelId id);
    /** The channel is selected already. */
    void messageWanted(shared::ChannelId channel, shared::MessageId message);
    void historyChanged();

 private:
    void go(const Place& place, bool remember);
    void step(int by);
    shared::ChannelId channelFor(shared::GuildId guild) const;
    bool exists(const Place& place) const;
    void handleChanges(const ChangeSet& changes);

    ClientStore& m_store;
    Place m_place;
    shared::MessageId m_newSince;
    QList<Place> m_history;
    qsizetype m_at = -1;
    QHash<shared::GuildId, shared::ChannelId> m_lastChannel;
    QList<shared::GuildId> m_lastGuilds;  ///< with an entry in m_lastChannel, the present one first
};

}  // namespace app
