#include "tests/widgets/SampleLists.h"

#include "app/models/ChannelRoles.h"
#include "app/models/GuildRoles.h"
#include "app/models/MemberRoles.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using app::ChannelRow;
using app::ChannelRowKind;

QStandardItem* item(const ChannelRow& row) {
    auto* item = new QStandardItem(row.name);
    item->setData(QVariant::fromValue(row), app::ChannelRoles::RowRole);
    item->setData(int(row.kind), app::ChannelRoles::KindRole);
    return item;
}

quint64 nextId() {
    static quint64 id = 100;
    return ++id;
}

ChannelRow channel(ChannelRowKind kind, const QString& name) {
    ChannelRow row;
    row.kind = kind;
    row.id = shared::ChannelId(nextId());
    row.name = name;
    row.canManage = true;
    row.canInvite = true;
    return row;
}

QStandardItem* category(QStandardItemModel& model, const QString& name) {
    QStandardItem* made = item(channel(ChannelRowKind::Category, name));
    model.appendRow(made);
    return made;
}

void voice(QStandardItemModel& model) {
    QStandardItem* group = category(model, u"Voice"_s);
    ChannelRow bench = channel(ChannelRowKind::Voice, u"Workbench"_s);
    bench.detail = u"3"_s;
    QStandardItem* benchItem = item(bench);
    group->appendRow(benchItem);
    for (const Person who : {kPriya, kLev, kBart}) {
        ChannelRow member;
        member.kind = ChannelRowKind::VoiceMember;
        member.id = bench.id;
        member.person = person(who);
        member.name = member.person.name;
        member.speaking = who == kPriya;
        member.micOff = who == kLev;
        benchItem->appendRow(item(member));
    }
    group->appendRow(item(channel(ChannelRowKind::Voice, u"Planning room"_s)));
    category(model, u"Archive 2024"_s);
}

}  // namespace

void fillChannels(QStandardItemModel& model) {
    ChannelRow events = channel(ChannelRowKind::Entry, u"Events"_s);
    events.icon = u"calendar-blank"_s;
    events.detail = u"Thu 19:00"_s;
    events.entry = u"events"_s;
    ChannelRow threads = channel(ChannelRowKind::Entry, u"Threads"_s);
    threads.icon = u"chats-circle"_s;
    threads.mentions = 1;
    threads.entry = u"threads"_s;
    model.appendRow(item(events));
    model.appendRow(item(threads));
    QStandardItem* house = category(model, u"House"_s);
    house->appendRow(item(channel(ChannelRowKind::Text, u"welcome"_s)));
    ChannelRow news = channel(ChannelRowKind::Announcement, u"announcements"_s);
    news.unread = true;
    house->appendRow(item(news));
    ChannelRow rules = channel(ChannelRowKind::Text, u"house-rules-and-keys"_s);
    rules.muted = true;
    house->appendRow(item(rules));
    QStandardItem* workshop = category(model, u"Workshop"_s);
    ChannelRow laser = channel(ChannelRowKind::Text, u"laser-cutter"_s);
    laser.id = shared::ChannelId(3);
    workshop->appendRow(item(laser));
    ChannelRow printing = channel(ChannelRowKind::Text, u"3d-printing"_s);
    printing.unread = true;
    workshop->appendRow(item(printing));
    ChannelRow electronics = channel(ChannelRowKind::Text, u"electronics-bench"_s);
    electronics.unread = true;
    electronics.mentions = 2;
    workshop->appendRow(item(electronics));
    workshop->appendRow(item(channel(ChannelRowKind::Text, u"woodshop-and-very-sharp-things"_s)));
    ChannelRow keys = channel(ChannelRowKind::Text, u"keyholders-only"_s);
    keys.isPrivate = true;
    keys.unread = true;
    workshop->appendRow(item(keys));
    QStandardItem* projects = category(model, u"Projects"_s);
    ChannelRow log = channel(ChannelRowKind::Forum, u"project-log"_s);
    log.unread = true;
    projects->appendRow(item(log));
    projects->appendRow(item(channel(ChannelRowKind::Text, u"weather-station"_s)));
    voice(model);
}

void fillMembers(QStandardItemModel& model) {
    const auto add = [&](const app::MemberRow& row) {
        auto* item = new QStandardItem(row.heading ? row.title : row.person.name);
        item->setData(QVariant::fromValue(row), app::MemberRoles::RowRole);
        item->setData(row.heading, app::MemberRoles::HeadingRole);
        model.appendRow(item);
    };
    const auto heading = [&](const QString& title, int count) {
        add({.heading = true, .title = title, .count = count});
    };
    const auto member = [&](Person who, app::PresenceKind presence, const QString& status = {}) {
        add({.person = person(who), .presence = presence, .status = status});
    };
    using enum app::PresenceKind;
    heading(u"Keyholders"_s, 2);
    member(kMarta, Online, u"On site until 21:00"_s);
    member(kNoor, Busy);
    heading(u"Bench leads"_s, 3);
    member(kAiko, Away, u"Back at three"_s);
    member(kJonas, Online, u"Aligning mirrors"_s);
    member(kPriya, Online, u"In Workbench"_s);
    heading(u"Members"_s, 7);
    member(kBart, Online, u"In Workbench"_s);
    member(kEliska, Online);
    member(kInes, Away);
    member(kLev, Online, u"In Workbench"_s);
    member(kSam, Online);
    member(kTomas, Online, u"Looking for 3 mm birch of any kind"_s);
    member(kWren, Online);
    heading(u"Bots"_s, 1);
    member(kDoorkeeper, Online, u"Main door is open"_s);
    heading(u"Offline"_s, 41);
    member(kGerhard, Offline);
}

void fillGuilds(QStandardItemModel& model) {
    using app::GuildRow;
    using app::GuildRowKind;
    const auto add = [&](const GuildRow& row) {
        auto* item = new QStandardItem(row.name);
        item->setData(QVariant::fromValue(row), app::GuildRoles::RowRole);
        item->setData(int(row.kind), app::GuildRoles::KindRole);
        model.appendRow(item);
    };
    add({.kind = GuildRowKind::DirectMessages, .name = u"Direct messages"_s, .mentions = 2});
    add({.kind = GuildRowKind::Inbox, .name = u"Inbox"_s, .unread = true});
    add({.kind = GuildRowKind::Separator});
    add({.id = shared::GuildId(1), .name = u"Lindenhof Makers"_s, .picture = u"dot"_s, .hostedHere = true});
    add({.id = shared::GuildId(2), .name = u"Night Shift Radio"_s, .picture = u"moon"_s, .unread = true});
    add({.id = shared::GuildId(3), .name = u"Pottery"_s, .picture = u"sun"_s, .mentions = 12});
    add({.id = shared::GuildId(8), .name = u"Film Friends"_s});
    add({.id = shared::GuildId(5), .name = u"Dice"_s, .picture = u"leaf"_s, .unread = true});
    GuildRow folder{.kind = GuildRowKind::Folder, .name = u"Classes"_s, .mentions = 3};
    for (const quint64 id : {1, 4, 9, 6})
        folder.inside << app::FolderTileRow{shared::GuildId(id), u"a"_s, {}};
    add(folder);
    add({.id = shared::GuildId(10), .name = u"K\u00fcche \u00dcbersee"_s});
    add({.kind = GuildRowKind::Add, .name = u"Add a community"_s});
}

QString SampleCompletion::heading(QChar, const QString& word) const {
    return u"People and roles matching \u201c%1\u201d"_s.arg(word);
}

QList<app::CompletionItem> SampleCompletion::complete(QChar trigger, const QString& word, int) {
    if (trigger != u'@' || !word.startsWith(u'b')) return {};
    const auto of = [](Person who, const QString& detail) {
        const app::PersonRow row = person(who);
        app::CompletionItem item;
        item.shown = u'@' + row.name;
        item.markup = u"<@%1>"_s.arg(row.id.value());
        item.title = row.name;
        item.detail = detail;
        item.note = u"Member"_s;
        item.hueId = who;
        item.picture = row.avatar;
        item.presence = app::PresenceMark::Online;
        return item;
    };
    app::CompletionItem role;
    role.shown = u"@Bench leads"_s;
    role.markup = u"<@&1>"_s;
    role.title = u"Bench leads"_s;
    role.note = u"notifies 3 people"_s;
    role.icon = u"users"_s;
    role.hueId = 18;
    return {role, of(kBart, u"bart.fq"_s), of(kTomas, u"birch.tomas"_s)};
}

}  // namespace tests
