#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/DmService.h"
#include "server/services/GuildService.h"
#include "server/services/MemberService.h"
#include "server/services/UserService.h"

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;
using shared::GuildId;
using shared::Route;
using shared::UserId;

namespace server {
namespace {

/** What ends an account, for a while or for good. */
struct PasswordBody {
    shared::Field<QString> password;
};
void readJson(shared::JsonReader& reader, PasswordBody& value) {
    if (!reader.enterObject()) return;
    reader("password", value.password);
}

ApiResult listGuilds(GuildService& guilds, ApiRequest& request) {
    ASSIGN_OR_RETURN(const int limit, request.number("limit", 200, 1, 200));
    ASSIGN_OR_RETURN(const auto before, request.queryId<GuildId>("before"));
    ASSIGN_OR_RETURN(const auto after, request.queryId<GuildId>("after"));
    ASSIGN_OR_RETURN(const bool withCounts, request.flag("with_counts", false));
    return replyOk(guilds.listOwn(request.actor(), before, after, limit, withCounts));
}

ApiResult createDm(DmService& dms, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateDm>());
    UserId recipient = body.recipientId.value();
    if (!recipient && body.recipients.hasValue()) {
        if (body.recipients->size() != 1) {
            return Error::invalidForm(u"recipients"_s, u"BASE_TYPE_BAD_LENGTH"_s,
                                      u"Must be exactly 1 in length: group DMs are not offered here."_s);
        }
        recipient = body.recipients->front();
    }
    if (!recipient) return Error::invalidForm(u"recipient_id"_s, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s);
    return replyOk(dms.open(request.actor(), recipient));
}

/** "@me" stands for the DMs. */
shared::Result<GuildId> guildOrDms(const ApiRequest& request) {
    if (request.parameter(0) == "@me") return GuildId();
    return request.id<GuildId>(0);
}

}  // namespace

void addUserRoutes(ApiServer& api, UserService& users, GuildService& guilds, MemberService& members, DmService& dms) {
    api.serve(
        Route::GetMyUser,
        [&](ApiRequest& request) -> ApiResult {
            auto loaded = users.get(request.actor(), request.actor().userId);  // so that memory has it the next time
            if (!loaded.has_value()) return std::move(loaded).error();
            return replyOk(users.current(request.actor()));
        },
        [&](const ApiRequest& request) -> std::optional<HttpResponse> {
            auto json = users.currentCached(request.actor());
            if (!json) return std::nullopt;
            return okJson(*std::move(json));
        });
    api.serve(Route::GetUser, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(0));
        return replyOk(users.get(request.actor(), user));
    });
    api.serve(Route::UpdateMyUser, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyCurrentUser>(request.actor().isBot));
        return replyOk(users.modify(request.actor(), body));
    });
    api.serve(Route::DisableMyAccount, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.body<PasswordBody>());
        return replyEmpty(users.disable(request.actor(), body.password));
    });
    api.serve(Route::DeleteMyAccount, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.body<PasswordBody>());
        return replyEmpty(users.remove(request.actor(), body.password));
    });
    api.serve(Route::ListMyGuilds, [&](ApiRequest& request) { return listGuilds(guilds, request); });
    api.serve(Route::LeaveGuild, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyEmpty(members.leave(request.actor(), guild));
    });
    api.serve(Route::GetMyGuildMember, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(members.get(request.actor(), guild, request.actor().userId));
    });
    api.serve(Route::CreateDm, [&](ApiRequest& request) { return createDm(dms, request); });
    api.serve(Route::ListMyChannels, [&](ApiRequest& request) { return replyOk(dms.listOpen(request.actor())); });
    api.serve(Route::ListMyConnections, [](ApiRequest&) -> ApiResult { return okJson("[]"_ba); });

    api.serve(Route::GetMySettings, [&](ApiRequest& request) { return replyOk(users.settings(request.actor())); });
    api.serve(Route::UpdateMySettings, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const QJsonObject changes, request.bodyObject());
        return replyOk(users.modifySettings(request.actor(), changes));
    });
    api.serve(Route::UpdateMyGuildSettings, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, guildOrDms(request));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyUserGuildSettings>());
        return replyOk(users.modifyGuildSettings(request.actor(), guild, body));
    });
    api.serve(Route::GetMyNote, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto about, request.id<UserId>(0));
        ASSIGN_OR_RETURN(const QString note, users.note(request.actor(), about));
        if (note.isEmpty()) return ErrorCode::UnknownUser;
        return ok(QJsonObject{{u"note"_s, note},
                              {u"note_user_id"_s, about.toString()},
                              {u"user_id"_s, request.actor().userId.toString()}});
    });
    api.serve(Route::PutMyNote, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto about, request.id<UserId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::PutNote>());
        return replyEmpty(users.setNote(request.actor(), about, body.note.valueOr(QString())));
    });
}

}  // namespace server
