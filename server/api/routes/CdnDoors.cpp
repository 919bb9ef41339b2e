#include <QtCore/QUrl>

#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/MediaService.h"

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;
using shared::Result;

namespace server {
namespace {

/** Nothing that is served may act as a page of this server, whatever a browser makes of its bytes. */
HttpResponse serveFile(const HttpRequestHead& head, const ServedFile& file) {
    HttpResponse response = fileResponse(head, {file.path, file.size, file.contentType, file.etag, file.modifiedMs});
    response.addHeader("X-Content-Type-Options", "nosniff");
    response.addHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    response.addHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.addHeader("Cache-Control",
                       file.isImmutable ? "public, max-age=31536000, immutable" : "private, max-age=86400");
    const QByteArray name = QUrl::toPercentEncoding(file.filename);
    response.addHeader("Content-Disposition",
                       (file.isInline ? "inline" : "attachment") + ("; filename*=UTF-8''" + name));
    return response;
}

HttpResponse answer(const HttpRequestHead& head, const Result<ServedFile>& file) {
    if (head.method() != HttpMethod::Get && head.method() != HttpMethod::Head)
        return errorResponse(Error(ErrorCode::MethodNotAllowed));
    return file.has_value() ? serveFile(head, *file) : errorResponse(file.error());
}

template <class IdType>
IdType idOf(QByteArrayView segment) {
    return IdType::fromString(QString::fromLatin1(segment)).value_or(IdType());
}

/** /attachments/{channel}/{attachment}/{filename}?ex&is&hm */
Result<ServedFile> attachment(MediaService& media, const HttpRequestHead& head) {
    if (head.segmentCount() != 4) return ErrorCode::NotFound;
    return media.openAttachment(idOf<shared::ChannelId>(head.segment(1)), idOf<shared::AttachmentId>(head.segment(2)),
                                QString::fromUtf8(head.segment(3)), head.queryValue("ex").value_or(QByteArray()),
                                head.queryValue("is").value_or(QByteArray()),
                                head.queryValue("hm").value_or(QByteArray()));
}

/** /avatars/{owner}/{hash}.{extension} */
Result<ServedFile> image(MediaService& media, ImageKind kind, const HttpRequestHead& head) {
    if (head.segmentCount() != 3) return ErrorCode::NotFound;
    const QString name = QString::fromUtf8(head.segment(2));
    const qsizetype dot = name.lastIndexOf(u'.');
    if (dot <= 0) return ErrorCode::NotFound;
    return media.openImage(kind, idOf<shared::Snowflake>(head.segment(1)).value(), name.first(dot),
                           name.sliced(dot + 1));
}

/** /emojis/{id}.{extension} */
Result<ServedFile> imageById(MediaService& media, ImageKind kind, const HttpRequestHead& head) {
    if (head.segmentCount() != 2) return ErrorCode::NotFound;
    const QString name = QString::fromUtf8(head.segment(1));
    const qsizetype dot = name.lastIndexOf(u'.');
    const auto id = shared::Snowflake::fromString(name.left(dot));
    if (dot <= 0 || !id) return ErrorCode::NotFound;
    return media.openById(kind, id->value(), name.sliced(dot + 1));
}

}  // namespace

void addCdnDoors(ApiServer& api, MediaService& media) {
    api.addDoor({"attachments", false,
                 [&](const HttpRequest& http) { return answer(http.head(), attachment(media, http.head())); }});
    const auto serve = [&](const char* segment, ImageKind kind) {
        api.addDoor({segment, false, [&media, kind](const HttpRequest& http) {
                         return answer(http.head(), image(media, kind, http.head()));
                     }});
    };
    serve("avatars", ImageKind::Avatar);
    serve("icons", ImageKind::GuildIcon);
    serve("splashes", ImageKind::GuildSplash);
    serve("banners", ImageKind::GuildBanner);
    serve("role-icons", ImageKind::RoleIcon);
    api.addDoor({"emojis", false, [&](const HttpRequest& http) {
                     return answer(http.head(), imageById(media, ImageKind::Emoji, http.head()));
                 }});
    serve("app-icons", ImageKind::ApplicationIcon);
}

}  // namespace server
