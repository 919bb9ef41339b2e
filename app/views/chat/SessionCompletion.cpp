#include "app/views/chat/SessionCompletion.h"

#include <algorithm>

#include <QtCore/QCoreApplication>

#include "app/models/RowBuilder.h"
#include "app/views/chat/EmojiNames.h"
#include "app/views/common/RowPainting.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct CompletionWords {
    Q_DECLARE_TR_FUNCTIONS(app::SessionCompletion)
};

/** How well a name fits: 0 = begins with the word, 1 = one of its words does, 2 = holds it, 3 = not at all. */
int rankOf(const QString& name, const QString& word) {
    if (name.startsWith(word, Qt::CaseInsensitive)) return 0;
    const qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive);
    if (at < 0) return 3;
    return name[at - 1].isLetterOrNumber() ? 2 : 1;
}

struct Ranked {
    int rank = 0;
    CompletionItem item;
};

QList<CompletionItem> best(std::vector<Ranked>& found, int limit) {
    std::ranges::stable_sort(found, [](const Ranked& a, const Ranked& b) {
        if (a.rank != b.rank) return a.rank < b.rank;
        return a.item.title.compare(b.item.title, Qt::CaseInsensitive) < 0;
    });
    QList<CompletionItem> items;
    for (size_t i = 0; i < found.size() && static_cast<int>(i) < limit; ++i)
        items.append(std::move(found[i].item));
    return items;
}

}  // namespace

QString SessionCompletion::heading(QChar trigger, const QString& word) const {
    if (trigger == u'#') return CompletionWords::tr("Channels");
    if (trigger == u':') return CompletionWords::tr("Emoji");
    return word.isEmpty() ? CompletionWords::tr("People and roles")
                          : CompletionWords::tr("People and roles matching \u201c%1\u201d").arg(word);
}

QList<CompletionItem> SessionCompletion::complete(QChar trigger, const QString& word, int limit) {
    if (trigger == u'@') return people(word, limit);
    if (trigger == u'#') return channels(word, limit);
    if (trigger == u':') return emoji(word, limit);
    return {};
}

QList<CompletionItem> SessionCompletion::people(const QString& word, int limit) const {
    const ClientStore& store = m_session.store();
    const RowBuilder rows(store);
    const shared::GuildId guild = m_session.navigation().guild();
    std::vector<Ranked> found;
    const auto add = [&](shared::UserId id) {
        const shared::User* user = store.users().find(id);
        if (user == nullptr) return;
        const PersonRow person = rows.person(guild, *user);
        const int rank = qMin(rankOf(person.name, word), rankOf(user->username, word));
        if (rank > 2) return;
        CompletionItem item;
        item.title = person.name;
        item.shown = u'@' + person.name;
        item.markup = u"<@%1>"_s.arg(id.toString());
        item.detail = user->username;
        item.picture = person.avatar;
        item.hueId = id.value();
        item.presence = presenceMark(RowBuilder::presence(store.presences().find(id)));
        found.push_back({rank, item});
    };
    if (guild) {
        const MemberCache::Members& members = store.members().list(guild);
        for (auto it = members.cbegin(); it != members.cend(); ++it)
            add(it.key());
        for (const shared::Role& role : store.roles().list(guild)) {
            const int rank = rankOf(role.name, word);
            if (rank > 2 || role.id.value() == guild.value()) continue;
            CompletionItem item;
            item.title = role.name;
            item.shown = u'@' + role.name;
            item.markup = u"<@&%1>"_s.arg(role.id.toString());
            item.icon = u"shield"_s;
            item.note = CompletionWords::tr("Role");
            found.push_back({rank, item});
        }
        for (const QString& everyone : {u"everyone"_s, u"here"_s}) {
            if (rankOf(everyone, word) > 0) continue;
            CompletionItem item;
            item.title = everyone;
            item.shown = item.markup = u'@' + everyone;
            item.icon = u"users"_s;
            found.push_back({2, item});
        }
    } else if (const shared::Channel* channel = store.channels().find(m_session.navigation().channel())) {
        for (const shared::User& user : channel->recipients.value())
            add(user.id);
    }
    return best(found, limit);
}

QList<CompletionItem> SessionCompletion::channels(const QString& word, int limit) const {
    const ClientStore& store = m_session.store();
    std::vector<Ranked> found;
    for (const shared::ChannelId id : store.channels().ids(m_session.navigation().guild())) {
        const shared::Channel* channel = store.channels().find(id);
        const bool named = shared::hasMessages(channel->type) && !shared::isPrivate(channel->type);
        const int rank = rankOf(channel->name.value(), word);
        if (!named || rank > 2 || !store.permissions().canView(id)) continue;
        CompletionItem item;
        item.title = channel->name.value();
        item.shown = u'#' + item.title;
        item.markup = u"<#%1>"_s.arg(id.toString());
        item.icon = shared::isVoice(channel->type) ? u"speaker-high"_s : u"hash"_s;
        if (const shared::Channel* category = store.channels().find(channel->parentId.value()))
            item.note = category->name.value();
        found.push_back({rank, item});
    }
    return best(found, limit);
}

QList<CompletionItem> SessionCompletion::emoji(const QString& word, int limit) const {
    QList<CompletionItem> items;
    for (const EmojiName& emoji : findEmoji(word, limit)) {
        CompletionItem item;
        item.glyph = QString::fromUtf8(emoji.glyph);
        item.title = u':' + QString::fromLatin1(emoji.name) + u':';
        item.shown = item.markup = item.glyph;
        items.append(item);
    }
    return items;
}

}  // namespace app
