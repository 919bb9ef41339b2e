#pragma once

#include "app/store/ClientStore.h"
#include "tests/client/Wait.h"
#include "tests/support/FakeClock.h"

namespace tests {

/** A store with one guild: @everyone, a hoisted role, a category with two channels, a private channel, three people. */
class StoreFixture {
 public:
    static constexpr shared::UserId kMe{1};
    static constexpr shared::UserId kMara{2};
    static constexpr shared::UserId kTom{3};
    static constexpr shared::GuildId kGuild{100};
    static constexpr shared::RoleId kKeepers{101};
    static constexpr shared::ChannelId kLobby{200};
    static constexpr shared::ChannelId kCategory{201};
    static constexpr shared::ChannelId kTalk{202};
    static constexpr shared::ChannelId kSecret{203};
    static constexpr shared::ChannelId kDm{300};

    StoreFixture() { start(); }

    void start() {
        shared::Ready ready;
        ready.user.id = kMe;
        ready.user.username = QStringLiteral("me");
        ready.guilds.append(guild());
        shared::Channel dm;
        dm.id = kDm;
        dm.type = shared::ChannelType::Dm;
        dm.recipients = QList<shared::User>{user(kMara, QStringLiteral("mara"))};
        ready.privateChannels = QList<shared::Channel>{dm};
        store.apply(shared::ReadyEvent{ready});
        store.changes().flush();
    }

    static shared::User user(shared::UserId id, const QString& name) {
        shared::User user;
        user.id = id;
        user.username = name;
        return user;
    }

    static shared::Channel channel(shared::ChannelId id, shared::ChannelType type, const QString& name, int position,
                                   shared::ChannelId parent = {}) {
        shared::Channel channel;
        channel.id = id;
        channel.type = type;
        channel.name = name;
        channel.position = position;
        if (parent) channel.parentId = parent;
        channel.guildId = kGuild;
        return channel;
    }

    static shared::Member member(shared::UserId id, const QString& name, const QList<shared::RoleId>& roles = {}) {
        shared::Member member;
        member.user = user(id, name);
        member.roles = roles;
        return member;
    }

    static shared::GatewayGuild guild() {
        shared::GatewayGuild guild;
        guild.id = kGuild;
        guild.name = QStringLiteral("Night shift");
        guild.ownerId = kMara;
        guild.memberCount = 3;
        shared::Role everyone;
        everyone.id = kGuild.as<shared::RoleId>();
        everyone.name = QStringLiteral("@everyone");
        everyone.permissions = shared::kDefaultEveryonePermissions;
        shared::Role keepers;
        keepers.id = kKeepers;
        keepers.name = QStringLiteral("Keepers");
        keepers.position = 1;
        keepers.hoist = true;
        keepers.color = 0x336699;
        guild.roles = {everyone, keepers};
        shared::Channel secret = channel(kSecret, shared::ChannelType::GuildText, QStringLiteral("secret"), 9);
        shared::Overwrite overwrite;
        overwrite.id = kGuild.as<shared::OverwriteId>();
        overwrite.deny = shared::Permission::ViewChannel;
        secret.permissionOverwrites = QList<shared::Overwrite>{overwrite};
        guild.channels = {channel(kTalk, shared::ChannelType::GuildText, QStringLiteral("talk"), 0, kCategory),
                          channel(kLobby, shared::ChannelType::GuildText, QStringLiteral("lobby"), 0),
                          channel(kCategory, shared::ChannelType::GuildCategory, QStringLiteral("Rooms"), 0), secret};
        guild.members = {member(kMe, QStringLiteral("me")), member(kMara, QStringLiteral("mara"), {kKeepers}),
                         member(kTom, QStringLiteral("tom"))};
        return guild;
    }

    static shared::Message message(quint64 id, shared::UserId author, const QString& content,
                                   shared::ChannelId channel = kLobby) {
        shared::Message message;
        message.id = shared::MessageId(id);
        message.channelId = channel;
        message.author = user(author, author == kMara ? QStringLiteral("mara") : QStringLiteral("someone"));
        message.content = content;
        message.timestamp = shared::Timestamp(1'700'000'000'000 + static_cast<qint64>(id));
        return message;
    }

    /** Messages first..last, as the server gives a page: newest first. */
    static QList<shared::Message> page(quint64 first, quint64 last) {
        QList<shared::Message> messages;
        for (quint64 id = last; id >= first; --id)
            messages.append(message(id, kMara, QString::number(id)));
        return messages;
    }

    void load(quint64 first, quint64 last, bool hasOlder = false, bool hasNewer = false) {
        app::HistoryLoaded loaded;
        loaded.channelId = kLobby;
        loaded.messages = page(first, last);
        loaded.hasOlder = hasOlder;
        loaded.hasNewer = hasNewer;
        store.apply(loaded);
    }

    void create(const shared::Message& message) { store.apply(shared::MessageCreateEvent{message}); }

    FakeClock clock;
    app::ClientStore store{clock};
};

}  // namespace tests
