#include <QtCore/QDir>
#include <QtCore/QFile>

#include "server/storage/blobs/FolderBlobStore.h"
#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::ErrorCode;

class Blobs : public testing::Test {
 protected:
    QByteArray contentOf(const QString& name) {
        const auto blob = valueOf(store->open(name));
        QFile file(blob.path);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        EXPECT_EQ(blob.size, bytes.size());
        return bytes;
    }
    int spooled() const { return static_cast<int>(QDir(store->spoolFolder()).entryList(QDir::Files).size()); }

    QTemporaryDir folder;
    std::unique_ptr<FolderBlobStore> store = valueOf(FolderBlobStore::openFolder(folder.filePath(u"blobs"_s)));
};

TEST_F(Blobs, AreThereOnceCommitted) {
    {
        const auto writer = valueOf(store->create(u"attachments/1/2"_s));
        EXPECT_GOOD(writer->write("abc"));
        EXPECT_GOOD(writer->write("def"));
        EXPECT_EQ(writer->size(), 6);
        EXPECT_EQ(store->open(u"attachments/1/2"_s).error().code(), ErrorCode::NotFound);
        EXPECT_GOOD(writer->commit());
    }
    EXPECT_EQ(contentOf(u"attachments/1/2"_s), "abcdef"_ba);
    EXPECT_EQ(spooled(), 0);
    EXPECT_GOOD(store->put(u"attachments/1/2"_s, "other"));
    EXPECT_EQ(contentOf(u"attachments/1/2"_s), "other"_ba);
    EXPECT_TRUE(valueOf(store->remove(u"attachments/1/2"_s)));
    EXPECT_FALSE(valueOf(store->remove(u"attachments/1/2"_s)));
    EXPECT_EQ(store->open(u"attachments/1/2"_s).error().code(), ErrorCode::NotFound);
}

TEST_F(Blobs, LeaveNothingBehindWhenGivenUp) {
    {
        const auto writer = valueOf(store->create(u"a"_s));
        EXPECT_GOOD(writer->write("abc"));
        EXPECT_EQ(spooled(), 1);
    }
    EXPECT_EQ(spooled(), 0);
    EXPECT_FALSE(store->open(u"a"_s).has_value());
}

TEST_F(Blobs, HalfWrittenOnesOfAnEarlierProcessAreCleared) {
    QFile left(store->spoolFolder() + u"/blob-dead"_s);
    ASSERT_TRUE(left.open(QIODevice::WriteOnly));
    left.close();
    EXPECT_GOOD(store->put(u"a"_s, "abc"));
    store = valueOf(FolderBlobStore::openFolder(folder.filePath(u"blobs"_s)));
    EXPECT_EQ(spooled(), 0);
    EXPECT_EQ(contentOf(u"a"_s), "abc"_ba);
}

TEST_F(Blobs, SpooledUploadsAreMovedIn) {
    const QString spooledFile = store->spoolFolder() + u"/upload"_s;
    QFile upload(spooledFile);
    ASSERT_TRUE(upload.open(QIODevice::WriteOnly));
    upload.write("upload");
    upload.close();
    EXPECT_GOOD(store->adopt(spooledFile, u"x/y"_s));
    EXPECT_FALSE(QFile::exists(spooledFile));
    EXPECT_EQ(contentOf(u"x/y"_s), "upload"_ba);
    EXPECT_FALSE(store->adopt(spooledFile, u"x/z"_s).has_value());
}

TEST_F(Blobs, NoNameLeadsOut) {
    for (const auto& name :
         {u""_s, u"/etc/passwd"_s, u"../x"_s, u"a/../../x"_s, u"a//b"_s, u"a/"_s, u".hidden"_s, u"a/.b"_s, u"a\\b"_s,
          u"a b"_s, u"a%2e"_s, QString(u"a\0b"_s), u"ä"_s, QString(u'a').repeated(201), u"1/2/3/4/5/6/7/8/9"_s}) {
        EXPECT_FALSE(BlobStore::isValidName(name)) << name.toStdString();
        EXPECT_EQ(store->open(name).error().code(), ErrorCode::BadRequest);
        EXPECT_EQ(store->create(name).error().code(), ErrorCode::BadRequest);
        EXPECT_EQ(store->remove(name).error().code(), ErrorCode::BadRequest);
    }
    EXPECT_TRUE(BlobStore::isValidName(u"attachments/12/a_b-c.PNG"_s));
    // A link that somebody put there is no blob.
    QFile::link(u"/etc/passwd"_s, folder.filePath(u"blobs/files/link"_s));
    EXPECT_EQ(store->open(u"link"_s).error().code(), ErrorCode::NotFound);
}

TEST_F(Blobs, AreListedByName) {
    for (const auto& name : {u"b/2"_s, u"a"_s, u"b/1"_s, u"c"_s})
        EXPECT_GOOD(store->put(name, "x"));
    const auto names = [&](const QString& after, int limit) {
        QStringList out;
        for (const auto& entry : valueOf(store->list(after, limit)))
            out.append(entry.name);
        return out;
    };
    EXPECT_EQ(names({}, 10), (QStringList{u"a"_s, u"b/1"_s, u"b/2"_s, u"c"_s}));
    EXPECT_EQ(names(u"b/1"_s, 1), (QStringList{u"b/2"_s}));
}

}  // namespace
}  // namespace tests
