/** What is called for every message or every delivery, alone. ./dev bench shows the times beside the goals. */
#include <benchmark/benchmark.h>

#include "shared/core/SnowflakeGenerator.h"
#include "shared/permissions/PermissionCalculator.h"

namespace {

using namespace shared;

/** 244 ns each is all that the format has: 4,096 in a millisecond. */
void snowflake(benchmark::State& state) {
    const SystemClock clock;
    SnowflakeGenerator generator(clock, 0, 0);
    for (auto step : state) {
        benchmark::DoNotOptimize(generator.next());
    }
}
BENCHMARK(snowflake);

/** A member with 10 roles in a channel with 20 overwrites, in a guild with 50 roles. */
void permissions(benchmark::State& state) {
    constexpr quint64 kGuild = 175928847299117063;
    QList<Role> roles;
    for (quint64 i = 0; i < 50; ++i) {
        Role role;
        role.id = RoleId(kGuild + i);
        role.position = static_cast<int>(i);
        role.permissions = Permission::ViewChannel | Permission::SendMessages;
        roles.append(role);
    }
    QList<RoleId> held;
    for (quint64 i = 0; i < 10; ++i) {
        held.append(RoleId(kGuild + 1 + i * 3));
    }
    QList<Overwrite> overwrites;
    for (quint64 i = 0; i < 20; ++i) {
        Overwrite overwrite;
        overwrite.id = OverwriteId(kGuild + i * 2);
        overwrite.allow = Permission::AttachFiles;
        overwrite.deny = Permission::AddReactions;
        overwrites.append(overwrite);
    }
    const GuildPermissionTable guild(GuildId(kGuild), UserId(1), roles);
    const ChannelPermissionTable channel(GuildId(kGuild), overwrites);
    for (auto step : state) {
        benchmark::DoNotOptimize(
            channelPermissions(guild, channel, ChannelType::GuildText, PermissionSubject::of(UserId(2), held)));
    }
}
BENCHMARK(permissions);

}  // namespace

BENCHMARK_MAIN();
