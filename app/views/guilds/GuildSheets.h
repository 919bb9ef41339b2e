#pragma once

#include "app/session/AccountSession.h"
#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace app {

/** Asks for a name, makes the community and goes there. */
void openCreateGuild(const Theme& theme, AccountSession& session, QWidget* host);
/** Makes an invite to the guild and shows its link to copy. @param channel null = the guild's first */
void openInvite(const Theme& theme, AccountSession& session, shared::GuildId guild, shared::ChannelId channel,
                QWidget* host);
/** Asks, then leaves; for one's own guild: deletes it. */
void openLeaveGuild(const Theme& theme, AccountSession& session, shared::GuildId guild, QWidget* host);
/** Name and description of a guild. */
void openGuildSettings(const Theme& theme, AccountSession& session, shared::GuildId guild, QWidget* host);

}  // namespace app
