#include "app/store/LocalCacheFile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QUuid>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

/** Raised when the tables, or what is in them, mean something else: older files are thrown away then. */
constexpr int kVersion = 1;
/** Channels whose messages are kept; and those that a start brings back at once. */
constexpr int kMostChannels = 300;
constexpr int kChannelsAtStart = 20;

const QString kSelf = u"self"_s;
const QString kSettings = u"settings"_s;
const QString kGuildSettings = u"guild_settings"_s;
const QString kGuild = u"guild"_s;
const QString kChannel = u"channel"_s;
const QString kOwnMember = u"own_member"_s;
const QString kReadState = u"read_state"_s;
const QString kMessages = u"messages"_s;
const QString kAuthors = u"authors"_s;
const QString kAsOf = u"as_of"_s;
const QString kCheck = u"check"_s;

QByteArray labelOf(const QString& kind, quint64 id) {
    return kind.toLatin1() + ':' + QByteArray::number(id);
}

/** Reads what fits; a cache written by another version must not stop the start. */
template <class T>
bool readValue(const QByteArray& json, T& value) {
    const auto parsed = shared::parseJson(json);
    if (!parsed.has_value()) return false;
    shared::JsonReader reader(parsed.value());
    shared::JsonCodec<T>::read(reader, value);
    return reader.errors().isEmpty();
}

QByteArray messagesJson(const std::vector<StoredMessagePtr>& rows) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginArray();
    for (const StoredMessagePtr& row : rows)
        shared::writeJson(writer, row->message);
    writer.endArray();
    return out;
}

QByteArray authorsJson(const QList<shared::Member>& authors) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginArray();
    for (const shared::Member& author : authors)
        shared::writeJson(writer, author);
    writer.endArray();
    return out;
}

}  // namespace

LocalCacheFile::LocalCacheFile(const QString& path, const QByteArray& key)
    : m_path(path), m_box(key), m_connection(u"local-cache-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces)) {}

LocalCacheFile::~LocalCacheFile() {
    close();
}

bool LocalCacheFile::open() {
    if (m_isOpen) return true;
    if (!m_box.isUsable()) return false;
    if (tryOpen()) return true;
    close();
    removeFile();
    if (tryOpen()) return true;
    close();
    return false;
}

bool LocalCacheFile::tryOpen() {
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_database.setDatabaseName(m_path);
    if (!m_database.open()) return false;
    QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner);
    m_isOpen = run(u"PRAGMA journal_mode = WAL"_s) && run(u"PRAGMA synchronous = NORMAL"_s) &&
               run(u"CREATE TABLE IF NOT EXISTS entry (kind TEXT NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, "
                   "value BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"_s) &&
               run(u"CREATE TABLE IF NOT EXISTS picture (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
                   "size INTEGER NOT NULL, value BLOB NOT NULL)"_s) &&
               run(u"CREATE INDEX IF NOT EXISTS picture_at ON picture (at, size)"_s) && isOurs();
    return m_isOpen;
}

bool LocalCacheFile::isOurs() {
    m_isOpen = true;
    const auto check = get(kCheck, kVersion);
    if (check) return *check == "ours";
    QSqlQuery query(m_database);
    if (!query.exec(u"SELECT count(*) FROM entry"_s) || !query.next()) return false;
    return query.value(0).toInt() == 0 && put(kCheck, kVersion, "ours");
}

void LocalCacheFile::close() {
    m_isOpen = false;
    m_pictureBytes = -1;
    if (!m_database.isValid()) return;
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

void LocalCacheFile::removeFile() {
    for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(m_path + suffix);
}

bool LocalCacheFile::run(const QString& sql) {
    QSqlQuery query(m_database);
    return query.exec(sql);
}

bool LocalCacheFile::put(const QString& kind, quint64 id, const QByteArray& plain) {
    QSqlQuery query(m_database);
    query.prepare(
        u"INSERT OR REPLACE INTO entry (kind, id, at, value) VALUES (?, ?, "
        "coalesce((SELECT max(at) FROM entry WHERE kind = ?), 0) + 1, ?)"_s);
    query.addBindValue(kind);
    query.addBindValue(static_cast<qint64>(id));
    query.addBindValue(kind);
    query.addBindValue(m_box.seal(labelOf(kind, id), plain));
    return query.exec();
}

bool LocalCacheFile::remove(const QString& kind, quint64 id) {
    QSqlQuery query(m_database);
    query.prepare(u"DELETE FROM entry WHERE kind = ? AND id = ?"_s);
    query.addBindValue(kind);
    query.addBindValue(static_cast<qint64>(id));
    return query.exec();
}

std::optional<QByteArray> LocalCacheFile::get(const QString& kind, quint64 id) {
    QSqlQuery query(m_database);
    query.prepare(u"SELECT value FROM entry WHERE kind = ? AND id = ?"_s);
    query.addBindValue(kind);
    query.addBindValue(static_cast<qint64>(id));
    if (!query.exec() || !query.next()) return std::nullopt;
    return m_box.open(labelOf(kind, id), query.value(0).toByteArray());
}

void LocalCacheFile::each(const QString& kind, int limit,
                          const std::function<void(quint64, const QByteArray&)>& visit) {
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    query.prepare(u"SELECT id, value FROM entry WHERE kind = ? ORDER BY at DESC LIMIT ?"_s);
    query.addBindValue(kind);
    query.addBindValue(limit);
    if (!query.exec()) return;
    while (query.next()) {
        const auto id = static_cast<quint64>(query.value(0).toLongLong());
        const auto plain = m_box.open(labelOf(kind, id), query.value(1).toByteArray());
        if (plain) visit(id, *plain);
    }
}

std::optional<CacheRestored> LocalCacheFile::load() {
    if (!open()) return std::nullopt;
    CacheRestored restored;
    const auto self = get(kSelf, 0);
    if (!self || !readValue(*self, restored.self)) return std::nullopt;
    if (const auto settings = get(kSettings, 0)) readValue(*settings, restored.settings);
    const auto collect = [this](const QString& kind, auto& list) {
        each(kind, -1, [&list](quint64, const QByteArray& json) {
            typename std::remove_reference_t<decltype(list)>::value_type value;
            if (readValue(json, value)) list.append(std::move(value));
        });
    };
    collect(kGuildSettings, restored.guildSettings);
    collect(kGuild, restored.guilds);
    collect(kChannel, restored.channels);
    collect(kReadState, restored.readStates);
    each(kOwnMember, -1, [&restored](quint64 id, const QByteArray& json) {
        shared::Member member;
        if (readValue(json, member)) restored.ownMembers.insert(shared::GuildId(id), std::move(member));
    });
    each(kMessages, kChannelsAtStart, [&restored](quint64 id, const QByteArray& json) {
        QList<shared::Message> messages;
        if (readValue(json, messages)) restored.messages.insert(shared::ChannelId(id), std::move(messages));
    });
    for (auto it = restored.messages.cbegin(); it != restored.messages.cend(); ++it)
        if (const auto json = get(kAuthors, it.key().value())) readValue(*json, restored.authors[it.key()]);
    if (const auto asOf = get(kAsOf, 0)) restored.asOfMs = asOf->toLongLong();
    return restored;
}

HistoryRestored LocalCacheFile::loadMessages(shared::ChannelId channelId) {
    HistoryRestored restored{channelId, {}, {}};
    if (!open()) return restored;
    const auto json = get(kMessages, channelId.value());
    if (!json || !readValue(*json, restored.messages)) return {channelId, {}, {}};
    if (const auto authors = get(kAuthors, channelId.value())) readValue(*authors, restored.authors);
    return restored;
}

bool LocalCacheFile::putAll(const CacheWrites& writes) {
    bool good = true;
    if (writes.self) good &= put(kSelf, 0, shared::toJson(*writes.self));
    if (writes.settings) good &= put(kSettings, 0, shared::toJson(*writes.settings));
    for (const auto& settings : writes.guildSettings)
        good &= put(kGuildSettings, settings.guildId.value_or(shared::GuildId()).value(), shared::toJson(settings));
    for (const auto& guild : writes.guilds)
        good &= put(kGuild, guild.id.value(), shared::toJson(guild));
    for (const auto& channel : writes.channels)
        good &= put(kChannel, channel.id.value(), shared::toJson(channel));
    for (const auto& [guildId, member] : writes.ownMembers)
        good &= put(kOwnMember, guildId.value(), shared::toJson(member));
    for (const auto& state : writes.readStates)
        good &= put(kReadState, state.id.value(), shared::toJson(state));
    for (auto it = writes.messages.cbegin(); it != writes.messages.cend(); ++it)
        good &= put(kMessages, it.key().value(), messagesJson(it.value()));
    for (auto it = writes.authors.cbegin(); it != writes.authors.cend(); ++it)
        good &= put(kAuthors, it.key().value(), authorsJson(it.value()));
    if (writes.asOfMs != 0) good &= put(kAsOf, 0, QByteArray::number(writes.asOfMs));
    for (const shared::GuildId id : writes.goneGuilds)
        good &= remove(kGuild, id.value()) && remove(kOwnMember, id.value()) && remove(kGuildSettings, id.value());
    for (const shared::ChannelId id : writes.goneChannels)
        good &= remove(kChannel, id.value()) && remove(kMessages, id.value()) && remove(kAuthors, id.value()) &&
                remove(kReadState, id.value());
    return good;
}

void LocalCacheFile::write(const CacheWrites& writes) {
    if (!open() || !m_database.transaction()) return;
    bool good = putAll(writes);
    if (!writes.messages.isEmpty()) {
        QSqlQuery prune(m_database);
        prune.prepare(
            u"DELETE FROM entry WHERE kind IN (?, ?) AND id NOT IN "
            "(SELECT id FROM entry WHERE kind = ? ORDER BY at DESC LIMIT ?)"_s);
        prune.addBindValue(kMessages);
        prune.addBindValue(kAuthors);
        prune.addBindValue(kMessages);
        prune.addBindValue(kMostChannels);
        good &= prune.exec();
    }
    if (good && m_database.commit()) return;
    m_database.rollback();
    // A file that cannot be written is of no use: the next start begins afresh.
    close();
    removeFile();
}

// ---- pictures --------------------------------------------------------------------------------------------------

qint64 LocalCacheFile::number(const QString& sql) {
    QSqlQuery query(m_database);
    return query.exec(sql) && query.next() ? query.value(0).toLongLong() : 0;
}

qint64 LocalCacheFile::pictureId(const QString& name) const {
    return static_cast<qint64>(m_box.fingerprint("picture:" + name.toUtf8()));
}

QByteArray LocalCacheFile::loadPicture(const QString& name) {
    if (!open()) return {};
    QSqlQuery query(m_database);
    query.prepare(u"SELECT value FROM picture WHERE id = ?"_s);
    query.addBindValue(pictureId(name));
    if (!query.exec() || !query.next()) return {};
    return m_box.open("picture:" + name.toUtf8(), query.value(0).toByteArray()).value_or(QByteArray());
}

void LocalCacheFile::keepPicture(const QString& name, const QByteArray& bytes) {
    if (!open()) return;
    if (m_pictureBytes < 0) m_pictureBytes = number(u"SELECT coalesce(sum(size), 0) FROM picture"_s);
    QSqlQuery query(m_database);
    query.prepare(
        u"INSERT OR REPLACE INTO picture (id, at, size, value) "
        "VALUES (?, (SELECT coalesce(max(at), 0) + 1 FROM picture), ?, ?)"_s);
    query.addBindValue(pictureId(name));
    query.addBindValue(bytes.size());
    query.addBindValue(m_box.seal("picture:" + name.toUtf8(), bytes));
    if (!query.exec()) return;
    m_pictureBytes += bytes.size();
    if (m_pictureBytes > LocalCache::kPictureBytes) makeRoomForPictures();
}

void LocalCacheFile::makeRoomForPictures() {
    // A quarter at once, so that it is seldom.
    QSqlQuery query(m_database);
    query.prepare(
        u"DELETE FROM picture WHERE at <= (SELECT max(at) FROM "
        "(SELECT at, sum(size) OVER (ORDER BY at DESC) AS newer FROM picture) WHERE newer > ?)"_s);
    query.addBindValue(LocalCache::kPictureBytes / 4 * 3);
    query.exec();
    m_pictureBytes = -1;
}

void LocalCacheFile::clear() {
    close();
    removeFile();
}

}  // namespace app
