#include "app/views/channels/ChannelSheets.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QBoxLayout>

#include "app/actions/FailureText.h"
#include "app/views/common/Sheet.h"
#include "app/widgets/Choices.h"
#include "app/widgets/Field.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct ChannelSheetWords {
    Q_DECLARE_TR_FUNCTIONS(app::ChannelSheets)
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

}  // namespace

void openCreateChannel(const Theme& theme, AccountSession& session, shared::GuildId guild, shared::ChannelId category,
                       QWidget* host) {
    auto* sheet = new Sheet(theme, ChannelSheetWords::tr("Create a channel"), {}, host);
    sheet->setObjectName(u"createChannel"_s);
    auto* kinds = new Segments(theme, ChannelSheetWords::tr("Kind"),
                               {{.text = ChannelSheetWords::tr("Text"), .icon = u"hash"_s},
                                {.text = ChannelSheetWords::tr("Announcements"), .icon = u"megaphone"_s},
                                {.text = ChannelSheetWords::tr("Voice"), .icon = u"speaker-high"_s}},
                               sheet);
    auto* name = new Field(theme, ChannelSheetWords::tr("Name"), sheet);
    name->setObjectName(u"name"_s);
    name->edit()->setMaxLength(100);
    sheet->body()->addWidget(kinds);
    sheet->body()->addWidget(name);
    Button* create = sheet->addButton(ChannelSheetWords::tr("Create channel"), Button::Kind::Primary);
    create->setObjectName(u"create"_s);
    QObject::connect(name, &Field::textChanged, sheet, [name] { name->setError({}); });
    QObject::connect(create, &QAbstractButton::clicked, sheet, [=, &session] {
        if (name->text().trimmed().isEmpty()) return name->setError(ChannelSheetWords::tr("Give it a name."));
        using Type = shared::ChannelType;
        static constexpr Type kTypes[] = {Type::GuildText, Type::GuildAnnouncement, Type::GuildVoice};
        const Type type = kTypes[kinds->current()];
        QString title = name->text().trimmed();
        if (type != Type::GuildVoice) title = title.toLower().simplified().replace(u' ', u'-');
        sheet->setBusy(true);
        const auto reply = session.channels().create(guild, title, type, category);
        reply.then(sheet, [=, &session](const shared::Channel& channel) {
            sheet->finish();
            session.store().apply(shared::ChannelCreateEvent{channel});
            if (channel.type != Type::GuildVoice) session.navigation().openChannel(channel.id);
        });
        reply.onError(sheet, [=](const ApiError& error) { fail(sheet, name, error); });
    });
    sheet->open(name->edit());
}

void openCreateCategory(const Theme& theme, AccountSession& session, shared::GuildId guild, QWidget* host) {
    auto* sheet = new Sheet(theme, ChannelSheetWords::tr("Create a category"),
                            ChannelSheetWords::tr("A heading that holds channels together."), host);
    sheet->setObjectName(u"createCategory"_s);
    auto* name = new Field(theme, ChannelSheetWords::tr("Name"), sheet);
    name->setObjectName(u"name"_s);
    name->edit()->setMaxLength(100);
    sheet->body()->addWidget(name);
    Button* create = sheet->addButton(ChannelSheetWords::tr("Create category"), Button::Kind::Primary);
    create->setObjectName(u"create"_s);
    QObject::connect(create, &QAbstractButton::clicked, sheet, [=, &session] {
        if (name->text().trimmed().isEmpty()) return name->setError(ChannelSheetWords::tr("Give it a name."));
        sheet->setBusy(true);
        const auto reply = session.channels().create(guild, name->text().trimmed(), shared::ChannelType::GuildCategory);
        reply.then(sheet, [=](const shared::Channel&) { sheet->finish(); });
        reply.onError(sheet, [=](const ApiError& error) { fail(sheet, name, error); });
    });
    sheet->open(name->edit());
}

void openChannelSettings(const Theme& theme, AccountSession& session, shared::ChannelId id, QWidget* host) {
    const shared::Channel* channel = session.store().channels().find(id);
    if (channel == nullptr) return;
    const bool isCategory = channel->type == shared::ChannelType::GuildCategory;
    const QString old = channel->name.value();
    auto* sheet = new Sheet(
        theme, isCategory ? ChannelSheetWords::tr("Category settings") : ChannelSheetWords::tr("Channel settings"), {},
        host);
    sheet->setObjectName(u"channelSettings"_s);
    auto* name = new Field(theme, ChannelSheetWords::tr("Name"), sheet);
    name->setObjectName(u"name"_s);
    name->setText(old);
    auto* topic = new Field(theme, ChannelSheetWords::tr("Topic"), sheet);
    topic->setObjectName(u"topic"_s);
    topic->setText(channel->topic.value());
    topic->setHint(ChannelSheetWords::tr("One line above the messages: what this channel is about."));
    topic->setVisible(!isCategory);
    sheet->body()->addWidget(name);
    sheet->body()->addWidget(topic);
    auto* remove = new Button(
        theme, isCategory ? ChannelSheetWords::tr("Delete category...") : ChannelSheetWords::tr("Delete channel..."),
        Button::Kind::DestructiveOutline, sheet);
    sheet->body()->addWidget(remove, 0, Qt::AlignLeft);
    Button* save = sheet->addButton(ChannelSheetWords::tr("Save"), Button::Kind::Primary);
    save->setObjectName(u"save"_s);
    QObject::connect(save, &QAbstractButton::clicked, sheet, [=, &session] {
        shared::ModifyChannel changes;
        changes.name = name->text().trimmed();
        if (!isCategory) changes.topic = topic->text().trimmed();
        sheet->setBusy(true);
        const auto reply = session.channels().modify(id, changes);
        reply.then(sheet, [=](const shared::Channel&) { sheet->finish(); });
        reply.onError(sheet, [=](const ApiError& error) { fail(sheet, name, error); });
    });
    QObject::connect(remove, &QAbstractButton::clicked, sheet, [=, &theme, &session] {
        sheet->finish();
        auto* ask = new Sheet(
            theme, ChannelSheetWords::tr("Delete %1?").arg(old),
            isCategory ? ChannelSheetWords::tr("Its channels stay, without a category.")
                       : ChannelSheetWords::tr("Its messages and files are gone for everybody. This cannot be undone."),
            host);
        Button* sure = ask->addButton(
            isCategory ? ChannelSheetWords::tr("Delete category") : ChannelSheetWords::tr("Delete channel"),
            Button::Kind::Destructive);
        QObject::connect(sure, &QAbstractButton::clicked, ask, [=, &session] {
            ask->setBusy(true);
            const Reply<void> reply = session.channels().remove(id);
            reply.then(ask, [=] { ask->finish(); });
            reply.onError(ask, [=](const ApiError& error) {
                ask->setBusy(false);
                ask->setError(sentence(error));
            });
        });
        ask->open();
    });
    sheet->open(name->edit());
}

}  // namespace app
