#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include "app/store/LocalCacheWriter.h"
#include "app/store/SealedBox.h"
#include "tests/client/StoreFixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class LocalCacheTest : public testing::Test, public tests::StoreFixture {
 protected:
    QString path() const { return folder.filePath(u"deep/cache.db"_s); }

    std::optional<app::CacheRestored> load(const QByteArray& with) {
        app::LocalCache cache(path(), with);
        std::optional<app::CacheRestored> result;
        bool done = false;
        cache.load(&context, [&](std::optional<app::CacheRestored> restored) {
            result = std::move(restored);
            done = true;
        });
        EXPECT_TRUE(tests::waitFor([&] { return done; }));
        return result;
    }
    /** Lets a writer see what a full store says, and waits until it is on disk. */
    void keep() {
        app::LocalCache cache(path(), key);
        app::LocalCacheWriter writer(store, cache);
        writer.writeAll();
        writer.flush();
        bool done = false;
        cache.flush(&context, [&] { done = true; });
        ASSERT_TRUE(tests::waitFor([&] { return done; }));
    }
    QByteArray fileBytes() const {
        QByteArray all;
        for (const QString& suffix : {QString(), u"-wal"_s}) {
            QFile file(path() + suffix);
            if (file.open(QIODevice::ReadOnly)) all += file.readAll();
        }
        return all;
    }

    QTemporaryDir folder;
    QByteArray key = app::SealedBox::newKey();
    QObject context;
};

TEST(SealedBox, OpensOnlyWhatItSealedUnderThatName) {
    const app::SealedBox box(app::SealedBox::newKey());
    const QByteArray sealed = box.seal("message:1", "secret");
    EXPECT_FALSE(sealed.contains("secret"));
    EXPECT_EQ(box.open("message:1", sealed), QByteArray("secret"));
    EXPECT_EQ(box.open("message:2", sealed), std::nullopt);
    EXPECT_EQ(app::SealedBox(app::SealedBox::newKey()).open("message:1", sealed), std::nullopt);
    QByteArray changed = sealed;
    changed[changed.size() - 1] = static_cast<char>(changed[changed.size() - 1] ^ 1);
    EXPECT_EQ(box.open("message:1", changed), std::nullopt);
    EXPECT_EQ(box.open("message:1", sealed.left(10)), std::nullopt);
    EXPECT_TRUE(app::SealedBox(QByteArray("short")).seal("x", "y").isEmpty());
}

TEST_F(LocalCacheTest, BringsBackWhatWasKept) {
    StoreFixture::load(1, 80);
    create(message(81, kTom, u"the last words"_s));
    store.apply(app::ChannelRead{kLobby, shared::MessageId(40)});
    keep();
    EXPECT_FALSE(fileBytes().contains("the last words"));
    EXPECT_FALSE(fileBytes().contains("Night shift"));

    const auto restored = load(key);
    ASSERT_TRUE(restored);
    app::ClientStore offline(clock);
    offline.apply(*restored);
    EXPECT_EQ(offline.self().id, kMe);
    EXPECT_FALSE(offline.isReady());
    EXPECT_EQ(offline.guilds().find(kGuild)->guild.name, u"Night shift"_s);
    EXPECT_EQ(offline.roles().list(kGuild).size(), 2);
    EXPECT_TRUE(offline.permissions().canView(kLobby));
    EXPECT_FALSE(offline.permissions().canView(kSecret));
    EXPECT_TRUE(offline.isUnread(kLobby));
    const app::MessageWindow* window = offline.messages().find(kLobby);
    ASSERT_NE(window, nullptr);
    EXPECT_TRUE(window->isStale());
    EXPECT_EQ(window->size(), app::LocalCache::kMessagesPerChannel);
    EXPECT_EQ(window->rows().back()->message.content, u"the last words"_s);
    // The server's word wins over a cache that comes late.
    store.apply(*restored);
    EXPECT_TRUE(store.isReady());
    EXPECT_FALSE(store.messages().find(kLobby)->isStale());
}

TEST_F(LocalCacheTest, KnowsHowOldItIsAndWhoWroteWhatItKept) {
    StoreFixture::load(1, 5);
    create(message(6, kTom, u"mine"_s));
    const qint64 until = clock.nowMs() - 3'600'000;
    {
        app::LocalCache cache(path(), key);
        app::LocalCacheWriter writer(store, cache);
        writer.setLiveUntil(until);
        writer.writeAll();
    }
    const auto restored = load(key);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->asOfMs, until);
    app::ClientStore offline(clock);
    offline.apply(*restored);
    const shared::Member* mara = offline.members().find(kGuild, kMara);
    ASSERT_NE(mara, nullptr);
    EXPECT_EQ(mara->roles, QList<shared::RoleId>{kKeepers});
    EXPECT_NE(offline.members().find(kGuild, kTom), nullptr);

    // While the connection stands, what is kept is as of now.
    keep();
    EXPECT_EQ(load(key)->asOfMs, clock.nowMs());
}

TEST_F(LocalCacheTest, ForgetsWhatHasGone) {
    StoreFixture::load(1, 3);
    keep();
    {
        app::LocalCache cache(path(), key);
        app::LocalCacheWriter writer(store, cache, 1ms);
        writer.writeAll();
        writer.flush();
        shared::Channel gone;
        gone.id = kLobby;
        gone.guildId = kGuild;
        store.apply(shared::ChannelDeleteEvent{gone});
        store.changes().flush();
        writer.flush();
        bool done = false;
        cache.flush(&context, [&] { done = true; });
        ASSERT_TRUE(tests::waitFor([&] { return done; }));
    }
    const auto restored = load(key);
    ASSERT_TRUE(restored);
    EXPECT_FALSE(restored->messages.contains(kLobby));
    for (const shared::Channel& channel : restored->channels)
        EXPECT_NE(channel.id, kLobby);
}

TEST_F(LocalCacheTest, AnotherKeyBeginsAfresh) {
    keep();
    EXPECT_FALSE(load(app::SealedBox::newKey()));
    EXPECT_FALSE(load(key));  // the file is that of the other key now
    keep();
    EXPECT_TRUE(load(key));
}

TEST_F(LocalCacheTest, DamageBeginsAfreshAndNeverCrashes) {
    StoreFixture::load(1, 50);
    for (int kind = 0; kind < 3; ++kind) {
        keep();
        QFile::remove(path() + u"-wal"_s);
        QFile file(path());
        ASSERT_TRUE(file.open(QIODevice::ReadWrite));
        if (kind == 0) {
            file.resize(0);
            file.write("this is not a database, by far");
        } else if (kind == 1) {
            file.resize(file.size() / 2);
        } else {
            file.seek(100);
            file.write(QByteArray(3000, '\xaa'));
        }
        file.close();
        load(key);
        keep();
        EXPECT_TRUE(load(key)) << kind;
    }
}

TEST_F(LocalCacheTest, WithoutAKeyNothingIsKept) {
    {
        app::LocalCache cache(path(), {});
        app::CacheWrites writes;
        writes.self = store.self();
        cache.write(writes);
    }
    EXPECT_FALSE(QFile::exists(path()));
    EXPECT_FALSE(load({}));
}

TEST_F(LocalCacheTest, KeepsPicturesSealedAndWithinALimit) {
    const QByteArray picture = "not really a picture" + QByteArray(100, 'x');
    const auto nameOf = [](int number) { return u"/avatars/%1/a.png"_s.arg(number); };
    const auto get = [this](app::LocalCache& cache, const QString& name) {
        std::optional<QByteArray> got;
        cache.loadPicture(name, &context, [&](const QByteArray& bytes) { got = bytes; });
        EXPECT_TRUE(tests::waitFor([&] { return got.has_value(); }));
        return got.value_or(QByteArray());
    };
    {
        app::LocalCache cache(path(), key);
        cache.keepPicture(nameOf(1), picture);
        cache.keepPicture(nameOf(2), QByteArray(app::LocalCache::kLargestPicture + 1, 'x'));
    }
    EXPECT_FALSE(fileBytes().contains("not really"));
    EXPECT_FALSE(fileBytes().contains("avatars"));
    app::LocalCache cache(path(), key);
    EXPECT_EQ(get(cache, nameOf(1)), picture);
    EXPECT_TRUE(get(cache, nameOf(2)).isEmpty()) << "too large";
    EXPECT_TRUE(get(cache, nameOf(3)).isEmpty()) << "never kept";

    const QByteArray large(app::LocalCache::kLargestPicture, 'y');
    constexpr int kMany = app::LocalCache::kPictureBytes / app::LocalCache::kLargestPicture + 10;
    for (int i = 0; i < kMany; ++i)
        cache.keepPicture(nameOf(100 + i), large);
    EXPECT_TRUE(get(cache, nameOf(1)).isEmpty()) << "the oldest made room";
    EXPECT_EQ(get(cache, nameOf(100 + kMany - 1)), large);
    qint64 kept = 0;
    for (int i = 0; i < kMany; ++i)
        kept += get(cache, nameOf(100 + i)).size();
    EXPECT_LE(kept, app::LocalCache::kPictureBytes);
    EXPECT_GE(kept, app::LocalCache::kPictureBytes / 2);
}

TEST_F(LocalCacheTest, OneChannelsMessagesComeOnDemandAndClearForgetsAll) {
    StoreFixture::load(1, 3);
    keep();
    app::LocalCache cache(path(), key);
    app::HistoryRestored got;
    bool done = false;
    cache.loadMessages(kLobby, &context, [&](const app::HistoryRestored& restored) {
        got = restored;
        done = true;
    });
    ASSERT_TRUE(tests::waitFor([&] { return done; }));
    EXPECT_EQ(got.messages.size(), 3);
    ASSERT_EQ(got.authors.size(), 1);
    EXPECT_EQ(got.authors.first().user->id, kMara);
    cache.clear();
    done = false;
    cache.flush(&context, [&] { done = true; });
    ASSERT_TRUE(tests::waitFor([&] { return done; }));
    EXPECT_FALSE(QFile::exists(path()));
}

}  // namespace
