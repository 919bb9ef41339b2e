#pragma once

#include "app/session/AccountSession.h"

namespace app {

/** Why one may not write in a channel. */
struct RightsText {
    QString sentence;     ///< one line, **names** in bold; empty = one may write
    QString explanation;  ///< what decided, and who can change it; empty = there is nothing to add
};

RightsText rightsText(AccountSession& session, shared::ChannelId channel);

}  // namespace app
