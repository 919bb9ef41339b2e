#pragma once

#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/core/Timestamp.h"
#include "shared/json/Field.h"
#include "shared/json/JsonModel.h"

namespace shared {

enum class ReadStateType : int {
    Channel = 0,
    GuildEvent = 1,
    NotificationCenter = 2,
    GuildHome = 3,
    GuildOnboardingQuestion = 4,
    MessageRequests = 5,
};

/** How far a user has read a channel. */
struct ReadState {
    ChannelId id;
    ReadStateType readStateType = ReadStateType::Channel;
    MessageId lastMessageId;  ///< 0: nothing read yet
    int mentionCount = 0;
    Field<Timestamp> lastPinTimestamp;
    Field<int> flags;
    Field<int> lastViewed;  ///< days since kSnowflakeEpochMs

    bool operator==(const ReadState&) const = default;
};
GUILDHALL_DECLARE_JSON(ReadState);

}  // namespace shared
