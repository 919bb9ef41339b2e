#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/models/Channel.h"

namespace app {

struct TemplateChannel {
    QString name;
    shared::ChannelType type = shared::ChannelType::GuildText;
    QString topic;
};

struct TemplateCategory {
    QString name;
    QList<TemplateChannel> channels;
};

/** A set of channels to start a community with. The first text channel takes the place of the server's own first. */
struct HostTemplate {
    QString name;
    QString icon;  ///< Phosphor name
    QList<TemplateCategory> categories;
};

/** The sets that the wizard offers, "Empty" last. In the person's language. */
QList<HostTemplate> hostTemplates();

}  // namespace app
