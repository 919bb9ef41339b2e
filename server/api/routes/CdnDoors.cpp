#include <QtCore/QUrl>

#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/DefaultAvatars.h"
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

/** size and animated of the query. A size is a power of two from 16 to 4096. Source: "Image Formatting". */
Result<ImageWish> wishOf(const HttpRequestHead& head, const QString& extension) {
    ImageWish wish;
    wish.extension = extension;
    wish.isAnimated = head.queryValue("animated").value_or(QByteArray()) == "true";
    const QByteArray text = head.queryValue("size").value_or(QByteArray());
    if (text.isEmpty()) return wish;
    bool isNumber = false;
    wish.size = text.toInt(&isNumber);
    if (!isNumber || wish.size < 16 || wish.size > 4096 || (wish.size & (wish.size - 1)) != 0) {
        return Error(ErrorCode::BadRequest, u"Invalid size: a power of two from 16 to 4096 is needed."_s);
    }
    return wish;
}

/** /avatars/{owner}/{hash}.{extension} */
Result<ServedFile> image(MediaService& media, ImageKind kind, const HttpRequestHead& head) {
    if (head.segmentCount() != 3) return ErrorCode::NotFound;
    const QString name = QString::fromUtf8(head.segment(2));
    const qsizetype dot = name.lastIndexOf(u'.');
    if (dot <= 0) return ErrorCode::NotFound;
    ASSIGN_OR_RETURN(const ImageWish wish, wishOf(head, name.sliced(dot + 1)));
    return media.openImage(kind, idOf<shared::Snowflake>(head.segment(1)).value(), name.first(dot), wish);
}

/** /emojis/{id}.{extension} */
Result<ServedFile> imageById(MediaService& media, ImageKind kind, const HttpRequestHead& head) {
    if (head.segmentCount() != 2) return ErrorCode::NotFound;
    const QString name = QString::fromUtf8(head.segment(1));
    const qsizetype dot = name.lastIndexOf(u'.');
    const auto id = shared::Snowflake::fromString(name.left(dot));
    if (dot <= 0 || !id) return ErrorCode::NotFound;
    ASSIGN_OR_RETURN(const ImageWish wish, wishOf(head, name.sliced(dot + 1)));
    return media.openById(kind, id->value(), wish);
}

/** /embed/avatars/{index}.png, of any size. */
HttpResponse embedded(const QList<QByteArray>& avatars, const HttpRequestHead& head) {
    if (head.method() != HttpMethod::Get && head.method() != HttpMethod::Head)
        return errorResponse(Error(ErrorCode::MethodNotAllowed));
    const QByteArray name = head.segmentCount() == 3 ? head.segment(2).toByteArray() : QByteArray();
    bool isNumber = false;
    const int index = name.chopped(std::min<qsizetype>(4, name.size())).toInt(&isNumber);
    const bool isThere = head.segmentCount() == 3 && head.segment(1) == "avatars" && name.endsWith(".png") &&
                         name.size() == 5 && isNumber && index >= 0 && index < avatars.size();
    if (!isThere) return errorResponse(Error(ErrorCode::NotFound));
    const QByteArray etag = "\"default-" + QByteArray::number(index) + '"';
    const bool isKnown = head.header("if-none-match") == etag;
    HttpResponse response(isKnown ? 304 : 200);
    if (!isKnown) response.setBody(avatars.at(index), "image/png");
    response.addHeader("ETag", etag);
    response.addHeader("Cache-Control", "public, max-age=31536000, immutable");
    response.addHeader("X-Content-Type-Options", "nosniff");
    response.addHeader("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
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
    QList<QByteArray> avatars;
    for (int i = 0; i < kDefaultAvatars; ++i)
        avatars.append(defaultAvatar(i));
    api.addDoor({"embed", true, [avatars](const HttpRequest& http) { return embedded(avatars, http.head()); }});
}

}  // namespace server
