#include "app/actions/ReadActions.h"

namespace app {

ReadActions::ReadActions(RestClient& client, ClientStore& store, QObject* parent)
    : QObject(parent), m_api(client), m_store(store), m_timer(this) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(std::chrono::milliseconds(800));
    connect(&m_timer, &QTimer::timeout, this, &ReadActions::flush);
}

void ReadActions::markRead(shared::ChannelId channel, shared::MessageId upTo) {
    if (!upTo) {
        const shared::Channel* known = m_store.channels().find(channel);
        if (known != nullptr) upTo = known->lastMessageId.value();
    }
    const shared::ReadState* before = m_store.readStates().find(channel);
    if (!upTo || (before != nullptr && before->mentionCount == 0 && before->lastMessageId >= upTo)) return;
    m_store.apply(ChannelRead{channel, upTo});
    m_waiting[channel] = std::max(m_waiting.value(channel), upTo);
    if (!m_timer.isActive()) m_timer.start();
}

void ReadActions::markGuildRead(shared::GuildId guild) {
    const QSet<shared::ChannelId> channels = m_store.channels().ids(guild);
    for (const shared::ChannelId channel : channels)
        if (m_store.isUnread(channel) || m_store.readStates().mentions(channel) > 0) markRead(channel);
}

void ReadActions::markAllRead() {
    for (const shared::GuildId guild : m_store.guilds().ids())
        markGuildRead(guild);
    markGuildRead({});
}

void ReadActions::markUnreadFrom(shared::ChannelId channel, shared::MessageId message) {
    const shared::MessageId before(message.value() - 1);
    m_waiting.remove(channel);
    shared::MessageAcked acked;
    acked.channelId = channel;
    acked.messageId = before;
    acked.manual = true;
    m_store.apply(shared::MessageAckEvent{acked});
    shared::AckMessage body;
    body.manual = true;
    static_cast<void>(m_api.ack(channel, before, body));
}

void ReadActions::flush() {
    m_timer.stop();
    const auto waiting = std::exchange(m_waiting, {});
    for (auto it = waiting.cbegin(); it != waiting.cend(); ++it)
        static_cast<void>(m_api.ack(it.key(), it.value()));
}

}  // namespace app
