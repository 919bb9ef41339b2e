#include "app/views/guilds/GuildSheets.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>

#include "app/actions/FailureText.h"
#include "app/views/common/Sheet.h"
#include "app/widgets/Field.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct GuildSheetWords {
    Q_DECLARE_TR_FUNCTIONS(app::GuildSheets)
};

QString sentence(const ApiError& error) {
    const QString clause = failureText(error);
    return clause.left(1).toUpper() + clause.mid(1) + (clause.endsWith(u'.') ? u""_s : u"."_s);
}

void fail(Sheet* sheet, Field* name, const ApiError& error) {
    sheet->setBusy(false);
    const QString aboutName = error.fieldMessage(u"name");
    name->setError(aboutName);
    sheet->setError(aboutName.isEmpty() ? sentence(error) : QString());
}

shared::ChannelId inviteChannel(AccountSession& session, shared::GuildId guild) {
    if (session.navigation().guild() == guild && session.navigation().channel()) return session.navigation().channel();
    for (const shared::ChannelId id : session.store().channels().ids(guild)) {
        const shared::Channel* channel = session.store().channels().find(id);
        if (channel->type == shared::ChannelType::GuildText && session.store().permissions().canView(id)) return id;
    }
    return {};
}

}  // namespace

void openCreateGuild(const Theme& theme, AccountSession& session, QWidget* host) {
    auto* sheet = new Sheet(
        theme, GuildSheetWords::tr("Create a community"),
        GuildSheetWords::tr("It lives on %1. You can change its name later.").arg(session.server().displayName()),
        host);
    sheet->setObjectName(u"createGuild"_s);
    auto* name = new Field(theme, GuildSheetWords::tr("Name of the community"), sheet);
    name->setObjectName(u"name"_s);
    name->edit()->setMaxLength(100);
    name->setHint(GuildSheetWords::tr("What people see in their list. 2 to 100 characters."));
    sheet->body()->addWidget(name);
    Button* create = sheet->addButton(GuildSheetWords::tr("Create community"), Button::Kind::Primary);
    create->setObjectName(u"create"_s);
    QObject::connect(name, &Field::textChanged, sheet, [name] { name->setError({}); });
    QObject::connect(create, &QAbstractButton::clicked, sheet, [=, &session] {
        if (name->text().trimmed().size() < 2)
            return name->setError(GuildSheetWords::tr("Give it a name of 2 letters or more."));
        sheet->setBusy(true);
        const auto reply = session.guilds().create(name->text().trimmed());
        reply.then(sheet, [=, &session](const shared::Guild& guild) {
            const shared::GuildId id = guild.id;
            // The guild itself comes by the gateway, before or after this answer.
            if (session.store().guilds().find(id) != nullptr) {
                session.navigation().openGuild(id);
                return sheet->finish();
            }
            QObject::connect(&session.store().changes(), &Changes::delivered, sheet, [=, &session] {
                if (session.store().guilds().find(id) == nullptr) return;
                session.navigation().openGuild(id);
                sheet->finish();
            });
        });
        reply.onError(sheet, [=](const ApiError& error) { fail(sheet, name, error); });
    });
    sheet->open(name->edit());
}

void openInvite(const Theme& theme, AccountSession& session, shared::GuildId guild, shared::ChannelId channel,
                QWidget* host) {
    const GuildState* state = session.store().guilds().find(guild);
    const shared::ChannelId where = channel ? channel : inviteChannel(session, guild);
    if (state == nullptr || where.isNull()) return;
    auto* sheet =
        new Sheet(theme, GuildSheetWords::tr("Invite people to %1").arg(state->guild.name),
                  GuildSheetWords::tr("Send this link. It names the server and its key, so that nobody can stand in "
                                      "between."),
                  host);
    sheet->setObjectName(u"invite"_s);
    auto* link = new Field(theme, GuildSheetWords::tr("Invite link"), sheet);
    link->setObjectName(u"link"_s);
    link->edit()->setReadOnly(true);
    link->edit()->setFont(theme.font(TextStyle::Code));
    link->setHint(GuildSheetWords::tr("Works for 7 days, for any number of people."));
    sheet->body()->addWidget(link);
    sheet->cancelButton()->setText(GuildSheetWords::tr("Close"));
    Button* copy = sheet->addButton(GuildSheetWords::tr("Copy link"), Button::Kind::Primary);
    copy->setIconName(u"copy"_s);
    copy->setEnabled(false);
    const auto reply = session.invites().create(where);
    reply.then(sheet, [=, &session](const shared::Invite& invite) {
        link->setText(session.invites().linkOf(invite.code));
        link->edit()->setCursorPosition(0);
        copy->setEnabled(true);
        copy->setFocus();
    });
    reply.onError(sheet, [=](const ApiError& error) { sheet->setError(sentence(error)); });
    QObject::connect(copy, &QAbstractButton::clicked, sheet, [=] {
        QGuiApplication::clipboard()->setText(link->text());
        copy->setText(GuildSheetWords::tr("Copied"));
        copy->setIconName(u"check"_s);
    });
    sheet->open();
}

void openLeaveGuild(const Theme& theme, AccountSession& session, shared::GuildId guild, QWidget* host) {
    const GuildState* state = session.store().guilds().find(guild);
    if (state == nullptr) return;
    const bool owned = session.store().permissions().isOwner(guild);
    const QString name = state->guild.name;
    auto* sheet = new Sheet(
        theme, owned ? GuildSheetWords::tr("Delete %1?").arg(name) : GuildSheetWords::tr("Leave %1?").arg(name),
        owned
            ? GuildSheetWords::tr("All its channels, messages and files are gone for everybody. This cannot be undone.")
            : GuildSheetWords::tr("You need a new invite to come back."),
        host);
    sheet->setObjectName(u"leaveGuild"_s);
    Button* sure =
        sheet->addButton(owned ? GuildSheetWords::tr("Delete community") : GuildSheetWords::tr("Leave community"),
                         Button::Kind::Destructive);
    sure->setObjectName(u"sure"_s);
    QObject::connect(sure, &QAbstractButton::clicked, sheet, [=, &session] {
        sheet->setBusy(true);
        const Reply<void> reply = owned ? session.guilds().remove(guild) : session.guilds().leave(guild);
        reply.then(sheet, [=] { sheet->finish(); });
        reply.onError(sheet, [=](const ApiError& error) {
            sheet->setBusy(false);
            sheet->setError(sentence(error));
        });
    });
    sheet->open();
}

void openGuildSettings(const Theme& theme, AccountSession& session, shared::GuildId guild, QWidget* host) {
    const GuildState* state = session.store().guilds().find(guild);
    if (state == nullptr) return;
    auto* sheet = new Sheet(theme, GuildSheetWords::tr("Community settings"), {}, host);
    sheet->setObjectName(u"guildSettings"_s);
    auto* name = new Field(theme, GuildSheetWords::tr("Name of the community"), sheet);
    name->setObjectName(u"name"_s);
    name->setText(state->guild.name);
    name->edit()->setMaxLength(100);
    auto* about = new Field(theme, GuildSheetWords::tr("Description"), sheet);
    about->setText(state->guild.description.value_or(QString()));
    sheet->body()->addWidget(name);
    sheet->body()->addWidget(about);
    Button* save = sheet->addButton(GuildSheetWords::tr("Save"), Button::Kind::Primary);
    save->setObjectName(u"save"_s);
    QObject::connect(save, &QAbstractButton::clicked, sheet, [=, &session] {
        shared::ModifyGuild changes;
        changes.name = name->text().trimmed();
        changes.description = about->text().trimmed();
        sheet->setBusy(true);
        const auto reply = session.guilds().modify(guild, changes);
        reply.then(sheet, [=](const shared::Guild&) { sheet->finish(); });
        reply.onError(sheet, [=](const ApiError& error) { fail(sheet, name, error); });
    });
    sheet->open(name->edit());
}

}  // namespace app
