// What one permission check costs: a member with ten roles in a guild of a hundred, a channel with twenty overwrites.

#include <benchmark/benchmark.h>

#include "shared/permissions/PermissionCalculator.h"
#include "shared/permissions/PermissionExplanation.h"

namespace {

using namespace shared;

constexpr GuildId kGuild(175928847299117063);
constexpr UserId kMember(175928847299117999);

RoleId roleAt(int index) {
    return RoleId(kGuild.value() + (static_cast<quint64>(index) << 23) + 4096);
}

GuildPermissionTable guildOf(int roles) {
    QList<Role> list;
    for (int i = 0; i < roles; ++i) {
        Role role;
        role.id = i == 0 ? kGuild.as<RoleId>() : roleAt(i);
        role.position = i;
        role.permissions =
            i == 0 ? kDefaultEveryonePermissions : Permissions(1ull << (i % 40)).without(Permission::Administrator);
        list.append(role);
    }
    return {kGuild, UserId(1), list};
}

ChannelPermissionTable channelOf(int overwrites) {
    QList<Overwrite> list;
    for (int i = 0; i < overwrites; ++i) {
        Overwrite overwrite;
        overwrite.id = i == 0 ? kGuild.as<OverwriteId>() : roleAt(i * 3).as<OverwriteId>();
        if (i == overwrites - 1) {
            overwrite.id = kMember.as<OverwriteId>();
            overwrite.type = OverwriteType::Member;
        }
        overwrite.allow = Permission::ViewChannel;
        overwrite.deny = Permissions(1ull << (i % 30));
        list.append(overwrite);
    }
    return {kGuild, list};
}

QList<RoleId> rolesOf(int count) {
    QList<RoleId> roles;
    for (int i = 1; i <= count; ++i)
        roles.append(roleAt(i * 6));
    return roles;
}

void channelPermission(benchmark::State& state) {
    const GuildPermissionTable guild = guildOf(100);
    const ChannelPermissionTable channel = channelOf(static_cast<int>(state.range(1)));
    const QList<RoleId> roles = rolesOf(static_cast<int>(state.range(0)));
    const auto subject = PermissionSubject::of(kMember, roles);
    for (auto _ : state) {
        benchmark::DoNotOptimize(channelPermissions(guild, channel, ChannelType::GuildText, subject));
    }
}
BENCHMARK(channelPermission)
    ->ArgNames({"roles", "overwrites"})
    ->Args({0, 0})
    ->Args({2, 3})
    ->Args({10, 20})
    ->Args({30, 100});

void memberHierarchy(benchmark::State& state) {
    const GuildPermissionTable guild = guildOf(100);
    const QList<RoleId> many = rolesOf(10);
    const QList<RoleId> few = rolesOf(2);
    const auto actor = PermissionSubject::of(kMember, many);
    const auto target = PermissionSubject::of(UserId(3), few);
    for (auto _ : state)
        benchmark::DoNotOptimize(canManage(guild, actor, target));
}
BENCHMARK(memberHierarchy);

void explanation(benchmark::State& state) {
    const GuildPermissionTable guild = guildOf(100);
    const ChannelPermissionTable channel = channelOf(20);
    const QList<RoleId> roles = rolesOf(10);
    const auto subject = PermissionSubject::of(kMember, roles);
    for (auto _ : state) {
        benchmark::DoNotOptimize(explainChannelPermissions(guild, channel, ChannelType::GuildText, subject));
    }
}
BENCHMARK(explanation);

void buildTables(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(guildOf(100));
        benchmark::DoNotOptimize(channelOf(20));
    }
}
BENCHMARK(buildTables);

}  // namespace

BENCHMARK_MAIN();
