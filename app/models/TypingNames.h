#pragma once

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include "app/models/RowBuilder.h"
#include "app/store/ClientStore.h"

namespace app {

/** Who is writing in the channel that is shown. On the UI thread. */
class TypingNames final : public QObject {
    Q_OBJECT

 public:
    explicit TypingNames(ClientStore& store, QObject* parent = nullptr) : QObject(parent), m_store(store) {
        connect(&store.changes(), &Changes::delivered, this, [this](const ChangeSet& changes) {
            if (changes.typing.contains(m_channelId)) refresh();
        });
    }

    void setChannel(shared::ChannelId id) {
        m_channelId = id;
        refresh();
    }
    /** In the order they began; blocked people are left out. */
    const QStringList& names() const { return m_names; }

 Q_SIGNALS:
    void changed();

 private:
    void refresh() {
        const RowBuilder builder(m_store);
        const shared::GuildId guildId = m_store.channels().guildOf(m_channelId);
        QStringList names;
        for (const shared::UserId id : m_store.typing().list(m_channelId))
            if (!m_store.relationships().isBlocked(id)) names.append(builder.person(guildId, id).name);
        names.removeAll(QString());
        if (names == m_names) return;
        m_names = names;
        Q_EMIT changed();
    }

    ClientStore& m_store;
    shared::ChannelId m_channelId;
    QStringList m_names;
};

}  // namespace app
