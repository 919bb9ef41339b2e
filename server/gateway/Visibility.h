#pragma once

#include <QtCore/QList>

#include "server/services/GuildGraph.h"
#include "server/services/GuildMember.h"

namespace server {

/**
 * What of a guild has changed between two graphs for those who look at channels: which channels have to be looked at
 * again. Found out once, then asked for each member.
 */
class GraphDelta {
 public:
    GraphDelta(GuildGraphPtr before, GuildGraphPtr after);

    struct Change {
        ChannelPtr channel;  ///< as it is now
        bool isVisible = false;
    };
    /**
     * The channels that are in both graphs and that the member sees now and did not before, or the other way round.
     * What is new or gone altogether has an event of its own.
     */
    QList<Change> changesFor(const GuildMember& before, const GuildMember& after) const;

 private:
    void look(const ChannelPtr& channel, const GuildMember& before, const GuildMember& after,
              QList<Change>& changes) const;

    GuildGraphPtr m_before;
    GuildGraphPtr m_after;
    bool m_concernsAll = false;    ///< a role's permissions or the owner
    QList<ChannelPtr> m_channels;  ///< otherwise: whose overwrites have changed
};

/** Whether the second sees other channels than the first for its own reasons. */
bool hasOtherRoles(const GuildMember& before, const GuildMember& after);

}  // namespace server
