#pragma once

#include "app/session/AccountSession.h"
#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace app {

/** Asks for the name and kind of a new channel, makes it and goes there. @param category null = none */
void openCreateChannel(const Theme& theme, AccountSession& session, shared::GuildId guild, shared::ChannelId category,
                       QWidget* host);
void openCreateCategory(const Theme& theme, AccountSession& session, shared::GuildId guild, QWidget* host);
/** Name and topic of a channel, and a way to delete it. */
void openChannelSettings(const Theme& theme, AccountSession& session, shared::ChannelId channel, QWidget* host);

}  // namespace app
