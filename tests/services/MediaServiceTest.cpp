#include <QtCore/QBuffer>
#include <QtCore/QFile>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtCore/QUrlQuery>
#include <QtCore/QtEndian>
#include <QtGui/QColor>
#include <QtGui/QImage>
#include <QtGui/QImageReader>
#include <gtest/gtest.h>

#include "server/services/DefaultAvatars.h"
#include "server/services/ImageHeader.h"
#include "server/services/MediaService.h"
#include "server/storage/StorageFactory.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using server::ImageKind;
using shared::AttachmentId;
using shared::ChannelId;
using shared::ErrorCode;

/** The smallest PNG: one pixel. */
QByteArray png() {
    return QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
}

class MediaServiceTest : public testing::Test {
 protected:
    MediaServiceTest() {
        server::StorageOptions options;
        options.folder = folder.path();
        auto opened = factory.openBlobs(options);
        EXPECT_TRUE(isOk(opened));
        blobs = std::move(opened).value();
        media = std::make_unique<server::MediaService>(server::MediaService::Parts{*storage, *blobs, pool, clock},
                                                       QByteArray(32, 'k'), u"http://here"_s, 1024 * 1024);
        owner = aUser(*storage, ids).named(u"ann"_s).build();
        home = aGuild(*storage, ids, owner).withChannel(channel).build();
    }
    server::StoredFile stored(const QString& name, const QByteArray& bytes) {
        server::Upload upload;
        upload.filename = name;
        upload.bytes = bytes;
        upload.size = bytes.size();
        auto kept = media->storeAttachment(channel, id, upload);
        EXPECT_TRUE(isOk(kept));
        if (!kept.has_value()) return {};
        keepRow(*kept);
        return *kept;
    }
    /** As if a message had come with the file. */
    void keepRow(const server::StoredFile& file) {
        EXPECT_TRUE(isOk(storage->write(server::StreamKey::guild(home), [&](server::Transaction& tx) {
            return tx.attachments().remove(channel, id).and_then([&](bool) {
                server::AttachmentRow row;
                row.id = id;
                row.channelId = channel;
                row.messageId = shared::MessageId(33);
                row.filename = file.filename;
                row.blob = file.blob;
                row.createdAt = tx.now();
                return tx.attachments().insert(row);
            });
        })));
    }
    QString storedImage(ImageKind kind, quint64 of, const QByteArray& bytes, const char* type) {
        const QString uri = u"data:image/%1;base64,"_s.arg(QLatin1String(type)) + QString::fromLatin1(bytes.toBase64());
        const auto kept = media->storeImage(kind, of, uri, u"image"_s);
        EXPECT_TRUE(isOk(kept));
        return kept.has_value() ? kept->hash : QString();
    }
    shared::Result<server::ServedFile> avatar(const QString& hash, const QString& extension, int size = 0,
                                              bool isAnimated = false) {
        return media->openImage(ImageKind::Avatar, 5, hash, {extension, size, isAnimated});
    }
    static QSize sizeOf(const server::ServedFile& file) { return QImage(file.path).size(); }
    shared::Result<server::ServedFile> open(const QString& url) {
        const QUrl parsed(url);
        const QUrlQuery query(parsed);
        return media->openAttachment(channel, id, parsed.fileName(), query.queryItemValue(u"ex"_s).toLatin1(),
                                     query.queryItemValue(u"is"_s).toLatin1(),
                                     query.queryItemValue(u"hm"_s).toLatin1());
    }

    QTemporaryDir folder;
    FakeClock clock;
    server::InProcessEventBus bus;
    shared::SnowflakeGenerator ids{clock, 0, 0};
    server::StorageFactory factory{bus, ids, clock};
    std::unique_ptr<server::Storage> storage = factory.openStorage({}).value();
    std::unique_ptr<server::BlobStore> blobs;
    server::WorkerPool pool{u"pictures"_s, 1, 16};
    std::unique_ptr<server::MediaService> media;
    shared::UserId owner;
    shared::GuildId home;
    ChannelId channel;
    AttachmentId id{22};
};

QByteArray picture(int width, int height, const char* format) {
    QImage image(width, height, QImage::Format_ARGB32);
    image.fill(QColor(20, 120, 200, 128));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    EXPECT_TRUE(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, format));
    return bytes;
}

/** Two pixels in two frames. */
QByteArray movingGif() {
    return QByteArray::fromBase64(
        "R0lGODlhAQABAIAAAP8AAAAA/yH/"
        "C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAAQABAAACAkQBACH5BAAKAAAALAAAAAABAAEAAAICTAEA"
        "Ow==");
}

TEST_F(MediaServiceTest, UrlsAreSignedAndExpire) {
    const auto kept = stored(u"photo.png"_s, png());
    EXPECT_EQ(kept.contentType, u"image/png"_s);
    EXPECT_EQ(std::pair(kept.width, kept.height), std::pair(1, 1));
    const QString url = media->attachmentUrl(channel, id, kept.filename);
    EXPECT_TRUE(url.startsWith(u"http://here/attachments/%1/22/photo.png?ex="_s.arg(channel.toString())))
        << url.toStdString();
    ASSERT_TRUE(isOk(open(url)));
    EXPECT_TRUE(open(url)->isInline);
    QString forged = url;
    EXPECT_TRUE(isRefused(open(forged.replace(u"hm="_s, u"hm=0"_s)), ErrorCode::NotFound));
    forged = url;
    EXPECT_TRUE(isRefused(open(forged.replace(u"ex="_s, u"ex=f"_s)), ErrorCode::NotFound));
    EXPECT_TRUE(
        isRefused(open(u"http://here/attachments/%1/22/photo.png"_s.arg(channel.toString())), ErrorCode::NotFound));
    clock.advance(std::chrono::hours(23));
    EXPECT_TRUE(isOk(open(url)));
    clock.advance(std::chrono::hours(3));
    EXPECT_TRUE(isRefused(open(url), ErrorCode::NotFound));
}

TEST_F(MediaServiceTest, NamesLeadNowhereAndPagesAreDownloads) {
    for (const char* name : {"../../../etc/passwd", "a/b", "..", "", ".hidden", "\xc3\xa4 b.txt"}) {
        const auto kept = stored(QString::fromUtf8(name), "x");
        EXPECT_FALSE(kept.filename.isEmpty());
        EXPECT_FALSE(kept.filename.startsWith(u'.')) << name;
        EXPECT_FALSE(kept.filename.contains(u'/')) << name;
        EXPECT_TRUE(isOk(open(media->attachmentUrl(channel, id, kept.filename)))) << name;
    }
    for (const char* name : {"page.html", "page.svg", "page.xhtml", "script.js", "thing.pdf", "no-ending"}) {
        const auto kept = stored(QString::fromLatin1(name), "<script>alert(1)</script>");
        EXPECT_FALSE(open(media->attachmentUrl(channel, id, kept.filename))->isInline) << name;
    }
}

TEST_F(MediaServiceTest, WhatIsTooLargeIsRefusedAndWhatFailsIsDiscarded) {
    server::Upload upload;
    upload.filename = u"big.bin"_s;
    upload.size = 2 * 1024 * 1024;
    EXPECT_TRUE(isRefused(media->storeAttachment(channel, id, upload), ErrorCode::RequestEntityTooLarge));
    const auto kept = stored(u"a.txt"_s, "x");
    media->discard(kept);
    EXPECT_FALSE(open(media->attachmentUrl(channel, id, kept.filename)).has_value());
}

TEST_F(MediaServiceTest, PicturesComeAsDataUris) {
    const QString good = u"data:image/png;base64,"_s + QString::fromLatin1(png().toBase64());
    const auto image = media->storeImage(ImageKind::Avatar, 5, good, u"avatar"_s);
    ASSERT_TRUE(isOk(image));
    const auto served = avatar(image->hash, u"png"_s);
    ASSERT_TRUE(isOk(served));
    EXPECT_EQ(served->contentType, "image/png");
    EXPECT_FALSE(media->openImage(ImageKind::Avatar, 6, image->hash, {u"png"_s}).has_value());
    EXPECT_FALSE(avatar(u"../5/"_s + image->hash, u"png"_s).has_value());
    EXPECT_FALSE(avatar(image->hash, u"exe"_s).has_value());
    for (const QString& bad : {u""_s, u"data:"_s, u"data:image/png;base64,"_s, u"data:image/png;base64,!!!"_s,
                               u"data:image/png,abc"_s, u"http://example.org/a.png"_s,
                               u"data:image/svg+xml;base64,PHN2Zy8+"_s, u"data:image/png;base64,iVBORw0KGgo="_s}) {
        const auto refused = media->storeImage(ImageKind::Avatar, 5, bad, u"avatar"_s);
        ASSERT_TRUE(isRefused(refused, ErrorCode::InvalidFormBody)) << bad.toStdString();
        EXPECT_EQ(refused.error().fields().first().path, u"avatar"_s);
    }
    // An emoji is found by its id alone.
    ASSERT_TRUE(isOk(media->storeImage(ImageKind::Emoji, 9, good, u"image"_s)));
    EXPECT_TRUE(isOk(media->openById(ImageKind::Emoji, 9, {u"png"_s})));
}

TEST_F(MediaServiceTest, WhatNoMessageNeedsIsNotGivenOut) {
    const auto kept = stored(u"photo.png"_s, png());
    const QString url = media->attachmentUrl(channel, id, kept.filename);
    ASSERT_TRUE(isOk(open(url)));
    const auto key = server::StreamKey::guild(home);
    ASSERT_TRUE(
        isOk(storage->write(key, [&](server::Transaction& tx) { return tx.attachments().orphan(channel, id); })));
    EXPECT_TRUE(isRefused(open(url), ErrorCode::NotFound)) << "its message is gone";
    keepRow(kept);
    ASSERT_TRUE(isOk(open(url)));
    ASSERT_TRUE(isOk(storage->write(key, [](server::Transaction& tx) { return tx.guilds().remove(); })));
    EXPECT_TRUE(isRefused(open(url), ErrorCode::NotFound)) << "its guild is gone";
}

TEST_F(MediaServiceTest, PicturesComeInTheFormatAndSizeOfTheirUrl) {
    const QString hash = storedImage(ImageKind::Avatar, 5, picture(300, 150, "PNG"), "png");
    const auto source = avatar(hash, u"png"_s);
    ASSERT_TRUE(isOk(source));
    EXPECT_EQ(sizeOf(*source), QSize(300, 150));
    const auto small = avatar(hash, u"png"_s, 64);
    ASSERT_TRUE(isOk(small));
    EXPECT_EQ(sizeOf(*small), QSize(64, 32));
    EXPECT_EQ(small->contentType, "image/png");
    EXPECT_NE(small->etag, source->etag);
    EXPECT_EQ(avatar(hash, u"png"_s, 64)->path, small->path) << "kept";
    EXPECT_EQ(sizeOf(*avatar(hash, u"png"_s, 4096)), QSize(300, 150)) << "never larger";
    const auto jpeg = avatar(hash, u"jpg"_s);
    ASSERT_TRUE(isOk(jpeg));
    EXPECT_EQ(jpeg->contentType, "image/jpeg");
    EXPECT_EQ(QImageReader::imageFormat(jpeg->path), "jpeg");
    const auto webp = avatar(hash, u"webp"_s, 128);
    ASSERT_TRUE(isOk(webp));
    EXPECT_EQ(webp->contentType, "image/webp");
    EXPECT_EQ(sizeOf(*webp), QSize(128, 64));
    EXPECT_TRUE(isRefused(avatar(hash, u"gif"_s), ErrorCode::UnsupportedMediaType)) << "it does not move";
    EXPECT_TRUE(isRefused(avatar(hash, u"svg"_s), ErrorCode::UnsupportedMediaType));
}

TEST_F(MediaServiceTest, WhatMovesDoesSoAsGif) {
    const QString hash = storedImage(ImageKind::Avatar, 5, movingGif(), "gif");
    EXPECT_TRUE(hash.startsWith(u"a_"_s));
    EXPECT_EQ(avatar(hash, u"gif"_s)->contentType, "image/gif");
    EXPECT_EQ(avatar(hash, u"webp"_s, 0, true)->contentType, "image/gif");
    const auto still = avatar(hash, u"png"_s);
    ASSERT_TRUE(isOk(still));
    EXPECT_EQ(QImageReader::imageFormat(still->path), "png");
}

TEST_F(MediaServiceTest, APictureOfTooManyPixelsIsNotTaken) {
    QByteArray huge = png();
    qToBigEndian<quint32>(20'000, huge.data() + 16);
    qToBigEndian<quint32>(20'000, huge.data() + 20);
    const QString uri = u"data:image/png;base64,"_s + QString::fromLatin1(huge.toBase64());
    const auto refused = media->storeImage(ImageKind::Avatar, 5, uri, u"avatar"_s);
    ASSERT_TRUE(isRefused(refused, ErrorCode::InvalidFormBody));
    EXPECT_EQ(refused.error().fields().first().code, u"IMAGE_INVALID"_s);
}

TEST_F(MediaServiceTest, ABrokenPictureIsAnErrorAndNoCrash) {
    QByteArray cut = picture(64, 64, "PNG");
    cut.truncate(60);
    const QString hash = storedImage(ImageKind::Avatar, 5, cut, "png");
    EXPECT_TRUE(isRefused(avatar(hash, u"jpg"_s), ErrorCode::UnsupportedMediaType));
}

TEST(DefaultAvatarTest, ThereAreSixDifferentOnes) {
    QSet<QByteArray> seen;
    for (int i = 0; i < server::kDefaultAvatars; ++i) {
        const QByteArray bytes = server::defaultAvatar(i);
        EXPECT_EQ(QImage::fromData(bytes, "PNG").size(), QSize(256, 256));
        EXPECT_LT(bytes.size(), 32 * 1024);
        seen.insert(bytes);
    }
    EXPECT_EQ(seen.size(), server::kDefaultAvatars);
}

TEST(ImageHeaderTest, NoTruncatedPictureIsReadBeyondItsEnd) {
    QByteArray jpeg("\xff\xd8\xff\xe0\x00\x10", 6);
    jpeg += QByteArray(14, 'x') + QByteArray("\xff\xc0\x00\x11\x08\x00\x02\x00\x03\x03", 10) + QByteArray(20, 'x');
    QByteArray webp("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x09\0\0\x04\0\0", 30);
    const QList<QByteArray> pictures = {png(), jpeg, webp, QByteArray("GIF89a\x02\0\x03\0\0\0\0NETSCAPE2.0", 24)};
    for (const QByteArray& whole : pictures) {
        ASSERT_TRUE(server::readImageHeader(whole)) << whole.left(4).toStdString();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            // A copy of exactly that many bytes, so that a sanitizer sees what lies beyond.
            const QByteArray cut(whole.constData(), size);
            const auto header = server::readImageHeader(cut);
            if (header) {
                EXPECT_GT(header->width, 0);
            }
        }
    }
    EXPECT_FALSE(server::readImageHeader(QByteArray("\xff\xd8\xff\xe0\x00\x00", 6) + QByteArray(100, '\xff')));
    QByteArray huge = png();
    huge[16] = '\x7f';
    EXPECT_FALSE(server::readImageHeader(huge));
    QByteArray endless = png();
    endless[8] = '\xff';  // the length of a chunk
    (void)server::readImageHeader(endless);
}

}  // namespace
}  // namespace tests
