#include "bench/app/Profile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>

#include "app/session/Accounts.h"
#include "app/store/LocalCacheWriter.h"

using namespace Qt::StringLiterals;

namespace bench {

namespace {

constexpr quint64 kBase = 1'150'000'000'000'000'000;
constexpr shared::UserId kSelf{kBase};
constexpr shared::GuildId kGuild{kBase + 1000};
constexpr quint64 kFirstRole = kBase + 2000;
constexpr quint64 kFirstChannel = kBase + 3000;
constexpr quint64 kFirstMember = kBase + 4000;
constexpr quint64 kFirstMessage = kBase + 100'000;
constexpr int kRoles = 12;
constexpr int kCategories = 8;
constexpr int kChannels = 50;
constexpr int kMembers = 400;
constexpr int kWithMessages = 40;
constexpr int kMessages = 50;
constexpr int kLongestMs = 30'000;

const QString kTexts[] = {
    u"Morning! The kiln is warm again."_s,
    u"**Done**: the last three frames are glued, they need `24 h` before anybody sands them."_s,
    u"Could somebody bring the long clamps on Saturday? We have only two of them left, and the bench is 2.40 m wide, "
    u"so "
    "that will not do. I can pick them up with the car if needed."_s,
    u"> who has the key to the shed?\nI do, until six."_s,
    u"```cpp\nfor (const auto& part : parts)\n    total += part.weight;\n```\nThat is all there is to it."_s,
    u"Look at https://example.org/plans/42 before you order \U0001F44D"_s,
    u"ok"_s,
    u"- screws 4x40\n- glue\n- the *blue* paint, not the green one"_s,
};

shared::User person(int number) {
    shared::User user;
    user.id = number == 0 ? kSelf : shared::UserId(kFirstMember + quint64(number));
    user.username = number == 0 ? u"marta"_s : u"person%1"_s.arg(number);
    user.globalName = number == 0 ? u"Marta Ilves"_s : u"Person of Name %1"_s.arg(number);
    return user;
}

QList<shared::Channel> channels() {
    QList<shared::Channel> list;
    for (int i = 0; i < kCategories + kChannels; ++i) {
        shared::Channel channel;
        channel.id = shared::ChannelId(kFirstChannel + quint64(i));
        channel.guildId = kGuild;
        channel.position = i;
        channel.type = i < kCategories ? shared::ChannelType::GuildCategory : shared::ChannelType::GuildText;
        channel.name = i < kCategories ? u"Workshop %1"_s.arg(i + 1) : u"bench-%1"_s.arg(i - kCategories + 1);
        if (i >= kCategories) channel.parentId = shared::ChannelId(kFirstChannel + quint64(i % kCategories));
        list.append(channel);
    }
    return list;
}

shared::GatewayGuild guild() {
    shared::GatewayGuild guild;
    guild.id = kGuild;
    guild.name = u"Lindenhof Makers"_s;
    guild.ownerId = kSelf;
    guild.memberCount = kMembers;
    for (int i = 0; i < kRoles; ++i) {
        shared::Role role;
        role.id = i == 0 ? kGuild.as<shared::RoleId>() : shared::RoleId(kFirstRole + quint64(i));
        role.name = i == 0 ? u"@everyone"_s : u"Role %1"_s.arg(i);
        role.position = i;
        role.hoist = i % 3 == 1;
        role.color = i == 0 ? 0 : 0x204060 * quint32(i) % 0xFFFFFF;
        role.permissions = shared::kDefaultEveryonePermissions;
        guild.roles.append(role);
    }
    for (int i = 0; i < kMembers; ++i) {
        shared::Member member;
        member.user = person(i);
        if (i % 4 != 0) member.roles = {shared::RoleId(kFirstRole + quint64(1 + i % (kRoles - 1)))};
        guild.members.append(member);
    }
    guild.channels = channels();
    return guild;
}

QList<shared::Message> history(int channel) {
    QList<shared::Message> newestFirst;
    for (int i = kMessages - 1; i >= 0; --i) {
        shared::Message message;
        message.id = shared::MessageId(kFirstMessage + quint64(i * kWithMessages + channel));
        message.channelId = shared::ChannelId(kFirstChannel + quint64(kCategories + channel));
        message.author = person((i / 3 * 7 + channel) % kMembers);
        message.content = kTexts[size_t(i * 5 + channel) % std::size(kTexts)];
        message.timestamp = shared::Timestamp(1'763'000'000'000 + qint64(i) * 240'000);
        newestFirst.append(message);
    }
    return newestFirst;
}

void fill(app::ClientStore& store) {
    shared::Ready ready;
    static_cast<shared::User&>(ready.user) = person(0);
    ready.guilds.append(guild());
    store.apply(shared::ReadyEvent{ready});
    for (int i = 0; i < kWithMessages; ++i) {
        app::HistoryLoaded loaded;
        // The first channel last: it is the one that a start shows.
        const int channel = kWithMessages - 1 - i;
        loaded.messages = history(channel);
        loaded.channelId = loaded.messages.first().channelId;
        loaded.hasOlder = true;
        store.apply(loaded);
    }
    store.changes().flush();
}

}  // namespace

QString writeProfile(const QString& folder) {
    app::SystemKeychain keychain;
    app::Accounts accounts(folder, keychain);
    app::AccountRecord record;
    record.address = app::ServerAddress(u"127.0.0.1"_s, 9, true).withKeyHash(QByteArray(32, '\x5a'));
    record.userId = kSelf;
    record.userName = u"marta"_s;
    record.displayName = u"Marta Ilves"_s;

    QString wrong = u"the keychain does not answer"_s;
    const shared::SystemClock clock;
    app::ClientStore store(clock);
    std::unique_ptr<app::LocalCache> cache;
    QEventLoop loop;
    QTimer::singleShot(kLongestMs, &loop, &QEventLoop::quit);
    const auto write = [&](const app::KeychainResult& key) {
        wrong = key.reason;
        if (!key.isOk()) return loop.quit();
        cache = std::make_unique<app::LocalCache>(accounts.cachePath(record.key()), key.value);
        app::LocalCacheWriter writer(store, *cache);
        fill(store);
        writer.writeAll();
        writer.flush();
        cache->flush(&loop, [&loop] { loop.quit(); });
    };
    accounts.remember(record, u"not.a.token"_s, &loop, [&](const app::KeychainResult& kept) {
        wrong = kept.reason;
        if (!kept.isOk()) return loop.quit();
        accounts.readCacheKey(record.key(), &loop, write);
    });
    loop.exec();
    return wrong;
}

}  // namespace bench
