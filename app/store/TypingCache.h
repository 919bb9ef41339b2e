#pragma once

#include <QtCore/QHash>
#include <QtCore/QList>

#include "shared/core/Snowflake.h"

namespace app {

/** Who is writing where; an entry lasts ten seconds from its event. Changed by reducers only. */
class TypingCache {
 public:
    static constexpr qint64 kLastsMs = 10'000;

    /** In the order they began. */
    QList<shared::UserId> list(shared::ChannelId channelId) const {
        QList<shared::UserId> users;
        for (const Entry& entry : m_typing.value(channelId))
            users.append(entry.userId);
        return users;
    }

    /** @return whether somebody new began */
    bool put(shared::ChannelId channelId, shared::UserId userId, qint64 untilMs) {
        QList<Entry>& entries = m_typing[channelId];
        for (Entry& entry : entries) {
            if (entry.userId != userId) continue;
            entry.untilMs = untilMs;
            return false;
        }
        entries.append({userId, untilMs});
        return true;
    }
    /** @return whether they were there */
    bool remove(shared::ChannelId channelId, shared::UserId userId) {
        const auto it = m_typing.find(channelId);
        if (it == m_typing.end()) return false;
        return it->removeIf([userId](const Entry& entry) { return entry.userId == userId; }) > 0;
    }
    /** Drops what is over. @return the channels in which somebody stopped */
    QList<shared::ChannelId> expire(qint64 nowMs) {
        QList<shared::ChannelId> changed;
        for (auto it = m_typing.begin(); it != m_typing.end();) {
            if (it->removeIf([nowMs](const Entry& entry) { return entry.untilMs <= nowMs; }) > 0)
                changed.append(it.key());
            it = it->isEmpty() ? m_typing.erase(it) : std::next(it);
        }
        return changed;
    }
    bool isEmpty() const { return m_typing.isEmpty(); }
    void clear() { m_typing.clear(); }

 private:
    struct Entry {
        shared::UserId userId;
        qint64 untilMs = 0;
    };
    QHash<shared::ChannelId, QList<Entry>> m_typing;
};

}  // namespace app
