#include <QtCore/QTemporaryDir>

#include "server/jobs/CertificateJob.h"
#include "server/services/MaintenanceService.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

using server::ReadView;
using server::StreamKey;
using server::Transaction;
using shared::AttachmentId;
using shared::Result;

class MaintenanceTest : public ServiceWorld {
 protected:
    MaintenanceTest() {
        auto opened = factory.openBlobs({});
        EXPECT_TRUE(isOk(opened));
        blobs = std::move(opened).value();
        maintenance = std::make_unique<server::MaintenanceService>(
            server::MaintenanceService::Parts{*storage, inviteService, guildService, *blobs, clock});
        owner = user(u"owner"_s);
    }
    template <class F>
    auto read(const StreamKey& key, F&& reader) {
        auto result = storage->read(key, std::forward<F>(reader));
        EXPECT_TRUE(isOk(result));
        return result.value();
    }
    template <class F>
    void write(const StreamKey& key, F&& unit) {
        EXPECT_TRUE(isOk(storage->write(key, std::forward<F>(unit))));
    }
    /** What a job answers. */
    static int done(const Result<int>& result) {
        EXPECT_TRUE(isOk(result));
        return result.has_value() ? *result : -1;
    }
    QString blobOf(shared::ChannelId channel, AttachmentId id) {
        return u"attachments/%1/%2/x.txt"_s.arg(channel.toString(), id.toString());
    }
    bool exists(const QString& blob) { return blobs->open(blob).has_value(); }

    std::unique_ptr<server::BlobStore> blobs;
    std::unique_ptr<server::MaintenanceService> maintenance;
    shared::UserId owner;
    shared::ChannelId talk;
};

TEST_F(MaintenanceTest, ABigGuildGoesInPieces) {
    GuildBuilder builder = guild(owner);
    QList<shared::UserId> people;
    for (int i = 0; i < 450; ++i) {
        people.append(user(u"p%1"_s.arg(i)));
        builder.withMember(people.last());
    }
    const shared::GuildId big = builder.withChannel(talk).build();
    const StreamKey key = StreamKey::guild(big);
    // The server ended right after the guild was gone.
    write(key, [](Transaction& tx) { return tx.guilds().remove(); });
    EXPECT_EQ(read(key, [](const ReadView& view) { return view.members().count(); }), 451);
    EXPECT_TRUE(isOk(guildService.removeRemains(big)));
    const qint64 left = read(key, [](const ReadView& view) { return view.members().count(); });
    EXPECT_LT(left, 451);
    EXPECT_GT(left, 0) << "a piece is bounded";
    EXPECT_GT(done(maintenance->removeRemainsOfGuilds()), 0);
    EXPECT_EQ(read(key, [](const ReadView& view) { return view.members().count(); }), 0);
    for (const shared::UserId id : {people.first(), people.last(), owner}) {
        EXPECT_TRUE(
            read(StreamKey::user(id), [](const ReadView& view) { return view.users().listGuilds(); }).isEmpty());
    }
    EXPECT_EQ(done(maintenance->removeRemainsOfGuilds()), 0);
}

TEST_F(MaintenanceTest, RemovingAGuildTellsItsMembersAtOnce) {
    const auto ann = user(u"ann"_s);
    const shared::GuildId id = guild(owner).withChannel(talk).withMember(ann).build();
    probe.clear();
    ASSERT_TRUE(isOk(guildService.remove(actor(owner), id)));
    QList<StreamKey> told;
    for (const server::EventPtr& event : probe.all(shared::GatewayEvent::GuildDelete))
        told.append(event->key);
    EXPECT_TRUE(told.contains(StreamKey::user(ann)));
    EXPECT_TRUE(told.contains(StreamKey::user(owner)));
    EXPECT_EQ(read(StreamKey::guild(id), [](const ReadView& view) { return view.members().count(); }), 0);
}

TEST_F(MaintenanceTest, MessagesOfRemovedChannelsGo) {
    const StreamKey key = StreamKey::guild(guild(owner).withChannel(talk).build());
    for (int i = 0; i < 30; ++i)
        say(owner, talk, QString::number(i));
    EXPECT_EQ(done(maintenance->removeMessagesOfChannels()), 0) << "the channel is there";
    write(key, [this](Transaction& tx) { return tx.channels().remove(talk); });
    EXPECT_EQ(done(maintenance->removeMessagesOfChannels()), 30);
    EXPECT_TRUE(read(key, [this](const ReadView& view) { return view.messages().listBefore(talk, {}, 10); }).isEmpty());
    EXPECT_TRUE(read(key, [](const ReadView& view) { return view.channels().listRemoved(10); }).isEmpty());
    EXPECT_EQ(done(maintenance->removeMessagesOfChannels()), 0);
}

TEST_F(MaintenanceTest, FilesGoSomeTimeAfterTheirMessage) {
    const StreamKey key = StreamKey::guild(guild(owner).withChannel(talk).build());
    server::Upload upload;
    upload.filename = u"x.txt"_s;
    upload.bytes = "x";
    upload.size = 1;
    const auto message = messageService.create(actor(owner), talk, text(u"with a file"_s), {upload});
    ASSERT_TRUE(isOk(message));
    ASSERT_EQ(media.stored.size(), 1);
    const QString blob = media.stored.first();
    ASSERT_TRUE(isOk(blobs->put(blob, "x")));
    clock.advance(2h);
    EXPECT_EQ(done(maintenance->removeOrphanedFiles(1h)), 0) << "its message is there";
    ASSERT_TRUE(isOk(messageService.remove(actor(owner), talk, message->id)));
    clock.advance(30min);
    EXPECT_EQ(done(maintenance->removeOrphanedFiles(1h)), 0);
    EXPECT_TRUE(exists(blob));
    clock.advance(31min);
    EXPECT_EQ(done(maintenance->removeOrphanedFiles(1h)), 1);
    EXPECT_FALSE(exists(blob));
    EXPECT_TRUE(
        read(key, [&](const ReadView& view) { return view.attachments().listByMessage(talk, message->id); }).isEmpty());
}

TEST_F(MaintenanceTest, FilesThatNoCommitEverNamedGo) {
    const StreamKey key = StreamKey::guild(guild(owner).withChannel(talk).build());
    server::AttachmentRow row;
    row.id = ids.next<AttachmentId>();
    row.channelId = talk;
    row.messageId = shared::MessageId(1);
    row.blob = blobOf(talk, row.id);
    write(key, [&](Transaction& tx) { return tx.attachments().insert(row); });
    const QString stray = blobOf(talk, ids.next<AttachmentId>());
    const QString nowhere = blobOf(shared::ChannelId(99), ids.next<AttachmentId>());
    for (const QString& blob : {row.blob, stray, nowhere})
        ASSERT_TRUE(isOk(blobs->put(blob, "x")));
    const qint64 written = blobs->open(stray)->modifiedAt;
    clock.setNowMs(written + 1000);
    EXPECT_EQ(done(maintenance->removeStrayFiles(24h)), 0) << "an upload may be on its way";
    EXPECT_TRUE(exists(stray));
    clock.setNowMs(written + std::chrono::milliseconds(25h).count());
    EXPECT_EQ(done(maintenance->removeStrayFiles(24h)), 2);
    EXPECT_FALSE(exists(stray));
    EXPECT_FALSE(exists(nowhere));
    EXPECT_TRUE(exists(row.blob));
}

TEST_F(MaintenanceTest, PicturesThatNobodyShowsGo) {
    const shared::GuildId home = guild(owner).withChannel(talk).build();
    write(StreamKey::user(owner), [&](Transaction& tx) -> Result<void> {
        ASSIGN_OR_RETURN(server::AccountRow account, tx.users().get());
        account.avatar = u"aa11"_s;
        account.profile = R"({"banner":"bb22"})";
        return tx.users().update(account).and_then([](quint64) -> Result<void> { return {}; });
    });
    write(StreamKey::guild(home), [&](Transaction& tx) -> Result<void> {
        ASSIGN_OR_RETURN(server::GuildRow row, tx.guilds().get());
        row.icon = u"cc33"_s;
        row.extra = R"({"splash":"dd44","banner":"ee55"})";
        RETURN_IF_ERROR(tx.guilds().update(row));
        ASSIGN_OR_RETURN(server::MemberRow member, tx.members().get(owner));
        member.avatar = u"ff66"_s;
        return tx.members().update(member);
    });
    const QString user = owner.toString();
    const QString here = home.toString();
    const QStringList shown{u"avatars/%1/aa11"_s.arg(user),
                            u"avatars/%1/ff66"_s.arg(user),
                            u"banners/%1/bb22"_s.arg(user),
                            u"icons/%1/cc33"_s.arg(here),
                            u"splashes/%1/dd44"_s.arg(here),
                            u"banners/%1/ee55"_s.arg(here),
                            u"emojis/%1/image"_s.arg(here),
                            u"role-icons/%1/old"_s.arg(here),
                            u"renditions/icons/%1/cc33/64.png"_s.arg(here)};
    const QStringList replaced{u"avatars/%1/0001"_s.arg(user),
                               u"banners/%1/0002"_s.arg(user),
                               u"icons/%1/0003"_s.arg(here),
                               u"splashes/%1/0004"_s.arg(here),
                               u"app-icons/77/0005"_s,
                               u"avatars/78/0006"_s,
                               u"renditions/icons/%1/0007/64.png"_s.arg(here)};
    for (const QString& blob : shown + replaced)
        ASSERT_TRUE(isOk(blobs->put(blob, "x")));
    clock.setNowMs(blobs->open(shown.first())->modifiedAt + std::chrono::milliseconds(23h).count());
    EXPECT_EQ(done(maintenance->removeStrayFiles(24h)), 0);
    clock.advance(2h);
    EXPECT_EQ(done(maintenance->removeStrayFiles(24h)), replaced.size());
    for (const QString& blob : shown)
        EXPECT_TRUE(exists(blob)) << blob.toStdString();
}

TEST_F(MaintenanceTest, TokensInvitesAndAuditLogsExpire) {
    const StreamKey key = StreamKey::guild(guild(owner).withChannel(talk).build());
    write(StreamKey::user(owner), [&](Transaction& tx) -> Result<void> {
        for (const qint64 life : {0, 1000}) {
            server::SessionRow session;
            session.tokenHash = QByteArray::number(life);
            session.userId = owner;
            session.expiresAt = life == 0 ? 0 : tx.now() + life;
            RETURN_IF_ERROR(tx.users().insertSession(session));
        }
        return {};
    });
    shared::CreateInvite brief;
    brief.maxAge = 60;
    ASSERT_TRUE(isOk(inviteService.create(actor(owner), talk, brief)));
    write(key, [&](Transaction& tx) -> Result<void> {
        server::AuditLogRow row;
        row.id = tx.nextId<shared::AuditLogEntryId>();
        row.entry = "{}";
        return tx.auditLog().insert(row);
    });
    EXPECT_EQ(done(maintenance->removeExpiredSessions()), 0);
    EXPECT_EQ(done(maintenance->removeExpiredInvites()), 0);
    EXPECT_EQ(done(maintenance->trimAuditLogs(24h)), 0);
    clock.advance(25h);
    EXPECT_EQ(done(maintenance->removeExpiredSessions()), 1);
    EXPECT_EQ(done(maintenance->removeExpiredInvites()), 1);
    EXPECT_GE(done(maintenance->trimAuditLogs(24h)), 1);
    EXPECT_EQ(read(StreamKey::user(owner), [](const ReadView& view) { return view.users().listSessions(); }).size(), 1);
}

TEST_F(MaintenanceTest, TheCertificateIsRenewedAndTheKeyStays) {
    QTemporaryDir folder;
    QStringList names{u"here.example"_s};
    const auto files = server::ensureSelfSignedCertificate(folder.path(), names, clock);
    ASSERT_TRUE(isOk(files));
    const auto tls = server::TlsContext::load(*files);
    ASSERT_TRUE(isOk(tls));
    server::CertificateJob job(
        *tls, folder.path(), [&] { return names; }, clock);
    const QByteArray key = (*tls)->publicKeyHash();
    const qint64 first = (*tls)->expiresAtMs();
    ASSERT_TRUE(isOk(job.run()));
    EXPECT_EQ((*tls)->expiresAtMs(), first) << "it is good for a long time";
    clock.advance(24h * 800);
    ASSERT_TRUE(isOk(job.run()));
    const qint64 second = (*tls)->expiresAtMs();
    EXPECT_GT(second, first);
    EXPECT_EQ((*tls)->publicKeyHash(), key) << "links that carry its hash stay good";
    // A new address needs a new certificate.
    clock.advance(24h);
    names.append(u"192.0.2.7"_s);
    ASSERT_TRUE(isOk(job.run()));
    EXPECT_GT((*tls)->expiresAtMs(), second);
    EXPECT_EQ((*tls)->publicKeyHash(), key);
    // What cannot be written leaves the one in use.
    const qint64 third = (*tls)->expiresAtMs();
    server::CertificateJob broken(
        *tls, u"/proc/nowhere"_s, [&] { return names; }, clock);
    EXPECT_FALSE(broken.run().has_value());
    EXPECT_EQ((*tls)->expiresAtMs(), third);
}

}  // namespace
}  // namespace tests
