#include "app/store/MessageCache.h"

#include <algorithm>

namespace app {

namespace {

StoredMessagePtr stored(shared::Message message) {
    auto row = std::make_shared<StoredMessage>();
    row->message = std::move(message);
    return row;
}

std::vector<StoredMessagePtr> storedAll(QList<shared::Message> messages) {
    std::vector<StoredMessagePtr> rows;
    rows.reserve(static_cast<size_t>(messages.size()));
    for (shared::Message& message : messages)
        rows.push_back(stored(std::move(message)));
    return rows;
}

}  // namespace

int MessageWindow::indexOf(shared::MessageId id) const {
    const auto end = m_rows.begin() + m_sentCount;
    const auto it = std::lower_bound(m_rows.begin(), end, id, [](const StoredMessagePtr& row, shared::MessageId id) {
        return row->message.id < id;
    });
    return it != end && (*it)->message.id == id ? static_cast<int>(it - m_rows.begin()) : -1;
}

int MessageWindow::indexOfNonce(const QString& nonce) const {
    for (int row = m_sentCount; row < size(); ++row)
        if (m_rows[static_cast<size_t>(row)]->nonce == nonce) return row;
    return -1;
}

const shared::Message* MessageWindow::find(shared::MessageId id) const {
    const int row = indexOf(id);
    return row < 0 ? nullptr : &m_rows[static_cast<size_t>(row)]->message;
}

shared::MessageId MessageWindow::oldestId() const {
    return m_sentCount == 0 ? shared::MessageId() : m_rows.front()->message.id;
}

shared::MessageId MessageWindow::newestId() const {
    return m_sentCount == 0 ? shared::MessageId() : m_rows[static_cast<size_t>(m_sentCount - 1)]->message.id;
}

void MessageWindow::note(MessageChange change) {
    change.channelId = m_channelId;
    change.version = ++m_version;
    m_changes->note().messages.push_back(std::move(change));
}

void MessageWindow::insertRows(int first, std::vector<StoredMessagePtr> rows) {
    if (rows.empty()) return;
    m_rows.insert(m_rows.begin() + first, rows.begin(), rows.end());
    const int count = static_cast<int>(rows.size());
    note({{}, MessageChange::Kind::Inserted, first, count, std::move(rows), 0});
}

void MessageWindow::removeRows(int first, int count) {
    if (count <= 0) return;
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + count);
    m_sentCount -= std::clamp(m_sentCount - first, 0, count);
    note({{}, MessageChange::Kind::Removed, first, count, {}, 0});
}

void MessageWindow::replaceRow(int row, StoredMessagePtr with) {
    if (*m_rows[static_cast<size_t>(row)] == *with) return;
    m_rows[static_cast<size_t>(row)] = with;
    note({{}, MessageChange::Kind::Updated, row, 1, {std::move(with)}, 0});
}

void MessageWindow::reset(QList<shared::Message> oldestFirst, bool hasOlder, bool hasNewer) {
    oldestFirst.removeIf([this](const shared::Message& message) { return m_earlyGone.contains(message.id); });
    for (shared::Message& message : oldestFirst) {
        const auto early = m_early.constFind(message.id);
        if (early == m_early.cend() || early->editedTimestamp <= message.editedTimestamp) continue;
        const auto reactions = message.reactions;
        message = *early;
        message.reactions = reactions;
    }
    std::vector<StoredMessagePtr> rows = storedAll(std::move(oldestFirst));
    const int sent = static_cast<int>(rows.size());
    rows.insert(rows.end(), m_rows.begin() + m_sentCount, m_rows.end());
    m_rows.assign(rows.begin(), rows.end());
    m_sentCount = sent;
    m_hasOlder = hasOlder;
    m_hasNewer = hasNewer;
    m_loaded = true;
    m_stale = false;
    note({{}, MessageChange::Kind::Reset, 0, size(), std::move(rows), 0});
    takeEarly();
    setLoading(false, false);
}

void MessageWindow::takeEarly() {
    if (!m_hasNewer) {
        const shared::MessageId newest = newestId();
        QList<shared::Message> missed;
        for (const shared::Message& message : m_early)
            if (message.id > newest && !m_earlyGone.contains(message.id)) missed.append(message);
        std::sort(missed.begin(), missed.end(),
                  [](const shared::Message& a, const shared::Message& b) { return a.id < b.id; });
        const int at = m_sentCount;
        m_sentCount += static_cast<int>(missed.size());
        insertRows(at, storedAll(std::move(missed)));
    }
    m_early.clear();
    m_earlyGone.clear();
}

void MessageWindow::addOlder(QList<shared::Message> oldestFirst, bool hasOlder) {
    const shared::MessageId oldest = oldestId();
    if (oldest) oldestFirst.removeIf([oldest](const shared::Message& message) { return message.id >= oldest; });
    const int added = static_cast<int>(oldestFirst.size());
    m_sentCount += added;
    insertRows(0, storedAll(std::move(oldestFirst)));
    m_hasOlder = hasOlder;
    if (const int tooMany = m_sentCount - kMostRows; tooMany > 0) {
        removeRows(m_sentCount - tooMany, tooMany);
        m_hasNewer = true;
    }
    m_loadingOlder = false;
    m_changes->note().windows.insert(m_channelId);
}

void MessageWindow::addNewer(QList<shared::Message> oldestFirst, bool hasNewer) {
    const shared::MessageId newest = newestId();
    oldestFirst.removeIf([newest](const shared::Message& message) { return message.id <= newest; });
    const int at = m_sentCount;
    m_sentCount += static_cast<int>(oldestFirst.size());
    insertRows(at, storedAll(std::move(oldestFirst)));
    m_hasNewer = hasNewer;
    takeEarly();
    trimTo(kMostRows);
    m_loadingNewer = false;
    m_changes->note().windows.insert(m_channelId);
}

void MessageWindow::append(const shared::Message& message, shared::UserId self) {
    if (message.author.id == self && message.nonce.hasValue()) removePending(message.nonce->text);
    if (mayOvertakePage()) m_early.insert(message.id, message);
    if (m_hasNewer || !m_loaded || m_stale) return;
    if (message.id <= newestId()) {
        // A replay, or its answer overtook the event; or the answer to a later message overtook the event of this one.
        const int row = indexOf(message.id);
        if (row >= 0) return replaceRow(row, stored(message));
        const auto end = m_rows.cbegin() + m_sentCount;
        const auto later = std::lower_bound(
            m_rows.cbegin(), end, message.id,
            [](const StoredMessagePtr& known, shared::MessageId id) { return known->message.id < id; });
        if (later == m_rows.cbegin() && m_hasOlder) return;
        ++m_sentCount;
        return insertRows(static_cast<int>(later - m_rows.cbegin()), {stored(message)});
    }
    ++m_sentCount;
    insertRows(m_sentCount - 1, {stored(message)});
    // Room for a page above the limit, so that a busy channel is not trimmed for every message.
    if (m_sentCount > kMostRows + 50) trimTo(kMostRows);
}

void MessageWindow::appendPending(StoredMessage pending) {
    insertRows(size(), {std::make_shared<const StoredMessage>(std::move(pending))});
}

void MessageWindow::replacePending(const QString& nonce, const StoredMessage& pending) {
    const int row = indexOfNonce(nonce);
    if (row >= 0) replaceRow(row, std::make_shared<const StoredMessage>(pending));
}

void MessageWindow::removePending(const QString& nonce) {
    const int row = indexOfNonce(nonce);
    if (row >= 0) removeRows(row, 1);
}

void MessageWindow::update(shared::MessageId id, const shared::Message& message) {
    if (mayOvertakePage()) m_early.insert(id, message);
    const int row = indexOf(id);
    if (row >= 0) replaceRow(row, stored(message));
}

void MessageWindow::remove(shared::MessageId id) {
    if (mayOvertakePage()) m_earlyGone.insert(id);
    const int row = indexOf(id);
    if (row >= 0) removeRows(row, 1);
}

void MessageWindow::setLoading(bool older, bool newer) {
    m_loadingOlder = older;
    m_loadingNewer = newer;
    if (!mayOvertakePage()) {
        m_early.clear();
        m_earlyGone.clear();
    }
    m_changes->note().windows.insert(m_channelId);
}

void MessageWindow::setStale(bool stale) {
    m_stale = stale;
    m_loadingOlder = m_loadingNewer = false;
    m_changes->note().windows.insert(m_channelId);
}

void MessageWindow::trimTo(int most) {
    const int tooMany = m_sentCount - most;
    if (tooMany <= 0) return;
    removeRows(0, tooMany);
    m_hasOlder = true;
}

const MessageWindow* MessageCache::find(shared::ChannelId channelId) const {
    const auto it = m_windows.constFind(channelId);
    return it == m_windows.cend() ? nullptr : it->get();
}

const shared::Message* MessageCache::find(shared::ChannelId channelId, shared::MessageId id) const {
    const MessageWindow* window = find(channelId);
    return window == nullptr ? nullptr : window->find(id);
}

MessageWindow& MessageCache::open(shared::ChannelId channelId) {
    m_order.remove(channelId);
    m_order.push_back(channelId);
    auto& window = m_windows[channelId];
    if (!window) window = std::make_shared<MessageWindow>(channelId, *m_changes, nextVersion());
    // Those with pending rows stay: what they hold is nowhere else.
    for (auto it = m_order.begin(); m_windows.size() > kMostWindows && it != m_order.end();) {
        const auto& old = m_windows[*it];
        if (*it == channelId || old->size() > old->sentCount()) {
            ++it;
            continue;
        }
        m_windows.remove(*it);
        noteGone(*it);
        it = m_order.erase(it);
    }
    return *m_windows[channelId];
}

MessageWindow* MessageCache::edit(shared::ChannelId channelId) {
    const auto it = m_windows.find(channelId);
    return it == m_windows.end() ? nullptr : it->get();
}

void MessageCache::noteGone(shared::ChannelId channelId) {
    m_changes->note().messages.push_back({channelId, MessageChange::Kind::Reset, 0, 0, {}, nextVersion()});
}

void MessageCache::remove(shared::ChannelId channelId) {
    if (m_windows.remove(channelId) == 0) return;
    m_order.remove(channelId);
    noteGone(channelId);
}

void MessageCache::markAllStale() {
    for (const auto& window : m_windows)
        window->setStale(true);
}

}  // namespace app
