#include "server/services/ReadStateService.h"

#include <algorithm>

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using shared::GatewayEvent;
using shared::Result;

namespace server {
namespace {

constexpr qint64 kClockSkewMs = 60'000;

struct MessageAck {
    shared::ChannelId channelId;
    shared::MessageId messageId;
    int mentionCount = 0;
    bool manual = false;
    int version = 0;
};

QByteArray payloadOf(const MessageAck& ack) {
    QByteArray json;
    shared::JsonWriter writer(json);
    writer.beginObject();
    writer.key("channel_id");
    writer.value(ack.channelId);
    writer.key("message_id");
    writer.value(ack.messageId);
    writer.key("mention_count");
    writer.value(ack.mentionCount);
    writer.key("manual");
    writer.value(ack.manual);
    writer.key("version");
    writer.value(ack.version);
    writer.endObject();
    return json;
}

shared::ReadState toModel(const ReadStateRow& row) {
    shared::ReadState state;
    state.id = row.channelId;
    state.lastMessageId = row.lastMessageId;
    state.mentionCount = row.mentionCount;
    if (row.lastPinAt != 0) state.lastPinTimestamp = shared::Timestamp(row.lastPinAt);
    state.flags = row.flags;
    if (row.lastViewed != 0) state.lastViewed = row.lastViewed;
    return state;
}

}  // namespace

ReadStateService::ReadStateService(Storage& storage, Access& access) : m_storage(storage), m_access(access) {}

Result<void> ReadStateService::acknowledge(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                           bool manual, std::optional<int> mentionCount) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_access.require(actor, channel));
    ReadStateRow row;
    row.channelId = access.channelId();
    ASSIGN_OR_RETURN(const shared::MessageId last, lastMessageOf(access));
    // Nobody has read what is not written yet: a position beyond the end would hide all that comes.
    row.lastMessageId = std::min(message, last);
    row.mentionCount = manual ? mentionCount.value_or(0) : 0;
    if (!manual && row.lastMessageId.isNull()) return {};
    return m_storage.write(StreamKey::user(actor.userId), [&](Transaction& tx) -> Result<void> {
        bool hasMoved = true;
        ASSIGN_OR_RETURN(const auto before, tx.readStates().find(channel));
        // A position in the future, from before this was checked, would stay for ever.
        const bool isImpossible = before && before->lastMessageId.createdAtMs() > tx.now() + kClockSkewMs;
        if (manual || isImpossible) {
            RETURN_IF_ERROR(tx.readStates().put(row));
        } else {
            ASSIGN_OR_RETURN(hasMoved, tx.readStates().advance(row));
        }
        if (!hasMoved) return {};
        EventRoute route;
        route.onlyUser = actor.userId;
        tx.emitEvent(GatewayEvent::MessageAck, payloadOf({channel, row.lastMessageId, row.mentionCount, manual}),
                     route);
        return {};
    });
}

Result<shared::MessageId> ReadStateService::lastMessageOf(const ChannelAccess& access) {
    return m_storage.read(access.key, [&](const ReadView& view) -> Result<shared::MessageId> {
        ASSIGN_OR_RETURN(const ChannelRow channel, view.channels().get(access.channelId()));
        return channel.lastMessageId;
    });
}

Result<void> ReadStateService::acknowledgeMany(const Actor& actor,
                                               const QList<std::pair<shared::ChannelId, shared::MessageId>>& read) {
    for (const auto& [channel, message] : read) {
        auto done = acknowledge(actor, channel, message, false, std::nullopt);
        if (!done.has_value() && done.error().code() == shared::ErrorCode::ServiceUnavailable) return done;
    }
    return {};
}

Result<void> ReadStateService::acknowledgePins(const Actor& actor, shared::ChannelId channel) {
    RETURN_IF_ERROR(m_access.require(actor, channel).and_then([](const ChannelAccess&) -> Result<void> { return {}; }));
    return m_storage.write(StreamKey::user(actor.userId), [&](Transaction& tx) -> Result<void> {
        ASSIGN_OR_RETURN(const std::optional<ReadStateRow> before, tx.readStates().find(channel));
        ReadStateRow row = before.value_or(ReadStateRow{.channelId = channel});
        row.lastPinAt = tx.now();
        return tx.readStates().put(row);
    });
}

Result<QList<shared::ReadState>> ReadStateService::list(const Actor& actor) {
    ASSIGN_OR_RETURN(
        const QList<ReadStateRow> rows,
        m_storage.read(StreamKey::user(actor.userId), [](const ReadView& view) { return view.readStates().list(); }));
    QList<shared::ReadState> states;
    states.reserve(rows.size());
    for (const ReadStateRow& row : rows) {
        shared::ReadState state = toModel(row);
        // What was said since, and is about the actor. A channel that is gone keeps its row but is not told.
        const auto access = m_access.require(actor, row.channelId);
        if (!access.has_value()) continue;
        const QList<shared::RoleId> roles = access->member ? access->member->roles() : QList<shared::RoleId>();
        const auto mentions = m_storage.read(access->key, [&](const ReadView& view) {
            return view.messages().countMentions(row.channelId, row.lastMessageId, actor.userId, roles);
        });
        if (mentions.has_value()) state.mentionCount += *mentions;
        states.append(state);
    }
    return states;
}

}  // namespace server
