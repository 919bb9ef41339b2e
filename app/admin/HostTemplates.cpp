#include "app/admin/HostTemplates.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

QString text(const char* source) {
    return QCoreApplication::translate("app::HostTemplates", source);
}

TemplateChannel written(const char* name) {
    return {text(name), shared::ChannelType::GuildText, {}};
}
TemplateChannel spoken(const char* name) {
    return {text(name), shared::ChannelType::GuildVoice, {}};
}
TemplateChannel news(const char* name) {
    return {text(name), shared::ChannelType::GuildAnnouncement, {}};
}

}  // namespace

QList<HostTemplate> hostTemplates() {
    return {
        {text("Friends"),
         u"users-three"_s,
         {{text("Together"), {written("welcome"), written("plans"), written("pictures"), written("music")}},
          {text("Voice"), {spoken("Living room")}}}},
        {text("Workshop"),
         u"hammer"_s,
         {{text("House"), {written("welcome"), news("announcements"), written("house-rules")}},
          {text("Workshop"), {written("projects"), written("tools"), written("questions"), written("shopping")}},
          {text("Voice"), {spoken("Workbench")}}}},
        {text("Games"),
         u"game-controller"_s,
         {{text("Hall"), {written("welcome"), news("announcements"), written("looking-for-players")}},
          {text("Games"), {written("screenshots"), written("tips")}},
          {text("Voice"), {spoken("Lobby"), spoken("Team")}}}},
        {text("Class"),
         u"book-open"_s,
         {{text("Class"), {written("welcome"), news("announcements"), written("homework"), written("questions")}},
          {text("Voice"), {spoken("Study room")}}}},
        {text("Empty"), u"circle-dashed"_s, {{QString(), {written("welcome")}}}},
    };
}

}  // namespace app
