#include "app/admin/HostTemplates.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

TemplateChannel written(const QString& name) {
    return {name, shared::ChannelType::GuildText, {}};
}
TemplateChannel spoken(const QString& name) {
    return {name, shared::ChannelType::GuildVoice, {}};
}
TemplateChannel news(const QString& name) {
    return {name, shared::ChannelType::GuildAnnouncement, {}};
}

/** Gives the names below their context. */
struct HostTemplateWords {
    Q_DECLARE_TR_FUNCTIONS(app::HostTemplates)

 public:
    static QList<HostTemplate> all() {
        return {
            {tr("Friends"),
             u"users-three"_s,
             {{tr("Together"),
               {written(tr("welcome")), written(tr("plans")), written(tr("pictures")), written(tr("music"))}},
              {tr("Voice"), {spoken(tr("Living room"))}}}},
            {tr("Workshop"),
             u"hammer"_s,
             {{tr("House"), {written(tr("welcome")), news(tr("announcements")), written(tr("house-rules"))}},
              {tr("Workshop"),
               {written(tr("projects")), written(tr("tools")), written(tr("questions")), written(tr("shopping"))}},
              {tr("Voice"), {spoken(tr("Workbench"))}}}},
            {tr("Games"),
             u"game-controller"_s,
             {{tr("Hall"), {written(tr("welcome")), news(tr("announcements")), written(tr("looking-for-players"))}},
              {tr("Games"), {written(tr("screenshots")), written(tr("tips"))}},
              {tr("Voice"), {spoken(tr("Lobby")), spoken(tr("Team"))}}}},
            {tr("Class"),
             u"book-open"_s,
             {{tr("Class"),
               {written(tr("welcome")), news(tr("announcements")), written(tr("homework")), written(tr("questions"))}},
              {tr("Voice"), {spoken(tr("Study room"))}}}},
            {tr("Empty"), u"circle-dashed"_s, {{QString(), {written(tr("welcome"))}}}},
        };
    }
};

}  // namespace

QList<HostTemplate> hostTemplates() {
    return HostTemplateWords::all();
}

}  // namespace app
