#include "app/store/LocalCacheWriter.h"

namespace app {

LocalCacheWriter::LocalCacheWriter(ClientStore& store, LocalCache& cache, std::chrono::milliseconds pause,
                                   QObject* parent)
    : QObject(parent), m_store(store), m_cache(cache), m_timer(this) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &LocalCacheWriter::flush);
    connect(&store.changes(), &Changes::delivered, this, &LocalCacheWriter::collect);
}

LocalCacheWriter::~LocalCacheWriter() {
    flush();
}

void LocalCacheWriter::collect(const ChangeSet& changes) {
    if (!m_store.isReady()) return;  // what is here came from the cache itself
    if (changes.everything) writeAll();
    m_self |= changes.self;
    m_settings |= changes.settings;
    m_guilds.unite(changes.guilds);
    m_guilds.unite(changes.roles);
    m_channels.unite(changes.channels);
    m_readStates.unite(changes.readStates);
    for (auto it = changes.members.cbegin(); it != changes.members.cend(); ++it)
        if (it->contains(m_store.self().id)) m_guilds.insert(it.key());
    for (const MessageChange& change : changes.messages)
        m_messages.insert(change.channelId);
    if (!m_timer.isActive()) m_timer.start();
}

void LocalCacheWriter::writeAll() {
    m_self = m_settings = true;
    for (const shared::GuildId id : m_store.guilds().ids())
        m_guilds.insert(id);
    m_channels.unite(m_guilds);
    m_channels.insert(shared::GuildId());
    for (const shared::GuildId id : m_channels)
        m_readStates.unite(m_store.channels().ids(id));
    for (const shared::ChannelId id : m_store.messages().channels())
        m_messages.insert(id);
    m_timer.start();
}

void LocalCacheWriter::addGuild(CacheWrites& writes, shared::GuildId id) const {
    const GuildState* state = m_store.guilds().find(id);
    if (state == nullptr) {
        if (id) writes.goneGuilds.append(id);
        return;
    }
    if (state->unavailable) return;
    shared::Guild guild = state->guild;
    guild.roles = m_store.roles().list(id);
    const shared::UserGuildSettings settings = m_store.guildSettings(id);
    if (settings.guildId) writes.guildSettings.append(settings);
    writes.guilds.append(guild);
    if (const shared::Member* own = m_store.members().find(id, m_store.self().id)) writes.ownMembers.append({id, *own});
}

void LocalCacheWriter::addChannels(CacheWrites& writes, shared::GuildId id) {
    const QSet<shared::ChannelId>& now = m_store.channels().ids(id);
    for (const shared::ChannelId channelId : now)
        writes.channels.append(*m_store.channels().find(channelId));
    QSet<shared::ChannelId>& before = m_writtenChannels[id];
    for (const shared::ChannelId channelId : before)
        if (!now.contains(channelId)) writes.goneChannels.append(channelId);
    before = now;
}

void LocalCacheWriter::addMessages(CacheWrites& writes, shared::ChannelId id) const {
    const MessageWindow* window = m_store.messages().find(id);
    // Only the newest are worth keeping: a window on the past is passed over.
    if (window == nullptr || !window->isLoaded() || window->isStale() || window->hasNewer()) return;
    const int first = std::max(0, window->sentCount() - LocalCache::kMessagesPerChannel);
    const auto begin = window->rows().begin();
    writes.messages.insert(id, {begin + first, begin + window->sentCount()});
    const shared::GuildId guildId = m_store.channels().guildOf(id);
    if (guildId.isNull()) return;
    QHash<shared::UserId, shared::Member> authors;
    for (const StoredMessagePtr& row : writes.messages[id]) {
        const shared::User& author = row->message.author;
        const shared::Member* member = m_store.members().find(guildId, author.id);
        if (member == nullptr || authors.contains(author.id)) continue;
        authors.insert(author.id, *member)->user = author;
    }
    writes.authors.insert(id, authors.values());
}

void LocalCacheWriter::flush() {
    m_timer.stop();
    CacheWrites writes;
    if (std::exchange(m_self, false)) writes.self = m_store.self();
    if (std::exchange(m_settings, false)) writes.settings = m_store.settings();
    for (const shared::GuildId id : std::exchange(m_guilds, {}))
        addGuild(writes, id);
    for (const shared::GuildId id : std::exchange(m_channels, {}))
        addChannels(writes, id);
    for (const shared::ChannelId id : std::exchange(m_readStates, {})) {
        if (const shared::ReadState* state = m_store.readStates().find(id)) writes.readStates.append(*state);
        // Its newest message has changed as well.
        if (const shared::Channel* channel = m_store.channels().find(id)) writes.channels.append(*channel);
    }
    for (const shared::ChannelId id : std::exchange(m_messages, {}))
        addMessages(writes, id);
    if (m_store.isReady()) writes.asOfMs = m_liveUntilMs != 0 ? m_liveUntilMs : m_store.clock().nowMs();
    m_cache.write(std::move(writes));
}

}  // namespace app
