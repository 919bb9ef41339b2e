#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

#include "app/desktop/Keychain.h"
#include "app/session/Accounts.h"
#include "app/settings/Preferences.h"
#include "app/store/SealedBox.h"
#include "tests/client/Wait.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::Preference;

namespace {

TEST(Preferences, EveryRowStandsAtItsPlaceAndItsDefaultFits) {
    QTemporaryDir folder;
    app::Preferences preferences(folder.filePath(u"settings.ini"_s));
    int place = 0;
    for (const app::PreferenceRow& row : app::Preferences::rows()) {
        EXPECT_EQ(static_cast<int>(row.preference), place++) << row.key;
        EXPECT_EQ(preferences.value(row.preference), row.fallback) << row.key;
    }
}

TEST(Preferences, KeepsWhatFitsAndNothingElse) {
    QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    {
        app::Preferences preferences(path);
        QSignalSpy changed(&preferences, &app::Preferences::changed);
        preferences.set(Preference::Theme, u"dark"_s);
        preferences.set(Preference::Theme, u"dark"_s);
        preferences.set(Preference::Theme, u"pink"_s);
        preferences.set(Preference::Zoom, 150);
        preferences.set(Preference::Zoom, 999);
        preferences.set(Preference::NotifySound, false);
        preferences.set(Preference::CollapsedCategories, QStringList{u"1"_s, u"2"_s});
        preferences.set(Preference::WindowGeometry, "\x00\x01\xff"_ba);
        EXPECT_EQ(changed.count(), 5);
    }
    app::Preferences again(path);
    EXPECT_EQ(again.text(Preference::Theme), u"dark"_s);
    EXPECT_EQ(again.whole(Preference::Zoom), 150);
    EXPECT_FALSE(again.yes(Preference::NotifySound));
    EXPECT_EQ(again.texts(Preference::CollapsedCategories), (QStringList{u"1"_s, u"2"_s}));
    EXPECT_EQ(again.bytes(Preference::WindowGeometry), "\x00\x01\xff"_ba);
    again.reset(Preference::Zoom);
    EXPECT_EQ(again.whole(Preference::Zoom), 100);
}

TEST(Preferences, AFileWithNonsenseReadsAsDefaults) {
    QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("[appearance]\ntheme=purple\nzoom=huge\nlessMotion=maybe\n");
    file.close();
    app::Preferences preferences(path);
    EXPECT_EQ(preferences.text(Preference::Theme), u"system"_s);
    EXPECT_EQ(preferences.whole(Preference::Zoom), 100);
    EXPECT_FALSE(preferences.yes(Preference::LessMotion));
}

TEST(Keychain, WithoutABusItSaysSoInTime) {
    app::SystemKeychain keychain(3s);
    QObject context;
    std::optional<app::KeychainResult> result;
    keychain.read(u"nothing"_s, &context, [&](const app::KeychainResult& answer) { result = answer; });
    ASSERT_TRUE(tests::waitFor([&] { return result.has_value(); }));
    EXPECT_NE(result->status, app::KeychainStatus::Ok);
}

TEST(Keychain, ALockedOneAnswersAgainWhenItIsUnlocked) {
    app::MemoryKeychain keychain;
    QObject context;
    keychain.write(u"k"_s, "secret", &context, [](const app::KeychainResult&) {});
    keychain.setLocked(true);
    QList<app::KeychainResult> answers;
    keychain.read(u"k"_s, &context, [&](const app::KeychainResult& answer) { answers.append(answer); });
    ASSERT_TRUE(tests::waitFor([&] { return answers.size() == 1; }));
    EXPECT_EQ(answers[0].status, app::KeychainStatus::Unavailable);
    keychain.setLocked(false);
    ASSERT_TRUE(tests::waitFor([&] { return answers.size() == 2; }));
    EXPECT_EQ(answers[1].value, QByteArray("secret"));
}

TEST(Accounts, AreRememberedWithoutTheirSecrets) {
    QTemporaryDir folder;
    app::MemoryKeychain keychain;
    QObject context;
    app::AccountRecord record;
    record.address = app::ServerAddress(u"chat.example"_s, 99, true).withKeyHash(QByteArray(32, 'k'));
    record.userId = shared::UserId(7);
    record.displayName = u"Mara"_s;
    {
        app::Accounts accounts(folder.path(), keychain);
        bool kept = false;
        accounts.remember(record, u"very-secret"_s, &context,
                          [&](const app::KeychainResult& result) { kept = result.isOk(); });
        ASSERT_TRUE(tests::waitFor([&] { return kept; }));
    }
    QFile file(folder.filePath(u"accounts.json"_s));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains("very-secret"));

    app::Accounts again(folder.path(), keychain);
    ASSERT_EQ(again.list().size(), 1);
    EXPECT_EQ(again.list()[0], record);
    QByteArray token;
    again.readToken(record.key(), &context, [&](const app::KeychainResult& result) { token = result.value; });
    ASSERT_TRUE(tests::waitFor([&] { return !token.isEmpty(); }));
    EXPECT_EQ(token, "very-secret");
    QByteArray first;
    QByteArray second;
    again.readCacheKey(record.key(), &context, [&](const app::KeychainResult& result) { first = result.value; });
    ASSERT_TRUE(tests::waitFor([&] { return !first.isEmpty(); }));
    again.readCacheKey(record.key(), &context, [&](const app::KeychainResult& result) { second = result.value; });
    ASSERT_TRUE(tests::waitFor([&] { return !second.isEmpty(); }));
    EXPECT_EQ(first, second);
    EXPECT_EQ(first.size(), app::SealedBox::kKeySize);
    again.forget(record.key());
    EXPECT_TRUE(again.list().isEmpty());
    EXPECT_TRUE(tests::waitFor([&] { return keychain.values().isEmpty(); }));
}

TEST(Accounts, WithoutAKeychainTheTokenLastsAsLongAsTheProcess) {
    QTemporaryDir folder;
    app::MemoryKeychain keychain;
    keychain.setAvailable(false);
    QObject context;
    app::AccountRecord record;
    record.address = app::ServerAddress(u"chat.example"_s, 99, true);
    record.userId = shared::UserId(7);
    app::Accounts accounts(folder.path(), keychain);
    std::optional<app::KeychainStatus> status;
    accounts.remember(record, u"t"_s, &context, [&](const app::KeychainResult& result) { status = result.status; });
    ASSERT_TRUE(tests::waitFor([&] { return status.has_value(); }));
    EXPECT_EQ(*status, app::KeychainStatus::Unavailable);
    QByteArray token;
    accounts.readToken(record.key(), &context, [&](const app::KeychainResult& result) { token = result.value; });
    EXPECT_TRUE(tests::waitFor([&] { return token == "t"; }));
    app::Accounts later(folder.path(), keychain);
    status.reset();
    later.readToken(record.key(), &context, [&](const app::KeychainResult& result) { status = result.status; });
    ASSERT_TRUE(tests::waitFor([&] { return status.has_value(); }));
    EXPECT_EQ(*status, app::KeychainStatus::Unavailable);
}

}  // namespace
