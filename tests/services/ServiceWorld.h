#pragma once

#include <map>

#include <gtest/gtest.h>

#include "server/services/BanService.h"
#include "server/services/ChannelService.h"
#include "server/services/EmojiService.h"
#include "server/services/GuildService.h"
#include "server/services/InviteService.h"
#include "server/services/MemberService.h"
#include "server/services/MessageService.h"
#include "server/services/PinService.h"
#include "server/services/ReactionService.h"
#include "server/services/RoleService.h"
#include "server/storage/StorageFactory.h"
#include "tests/support/Builders.h"
#include "tests/support/EventProbe.h"
#include "tests/support/FakeClock.h"

namespace tests {

/** Media that keeps nothing but what it was given, and takes any data URI for a picture. */
class FakeMedia final : public server::Media {
 public:
    shared::Result<server::StoredFile> storeAttachment(shared::ChannelId channel, shared::AttachmentId id,
                                                       const server::Upload& upload) override {
        server::StoredFile file;
        file.blob = channel.toString() + u'/' + id.toString();
        file.filename = upload.filename;
        file.contentType = upload.contentType;
        file.size = upload.size;
        stored.append(file.blob);
        return file;
    }
    void discard(const server::StoredFile& file) override { stored.removeAll(file.blob); }
    QString attachmentUrl(shared::ChannelId channel, shared::AttachmentId id, const QString& filename) override {
        return QStringLiteral("http://cdn/attachments/%1/%2/%3").arg(channel.toString(), id.toString(), filename);
    }
    shared::Result<server::StoredImage> storeImage(server::ImageKind, quint64, const QString& dataUri,
                                                   const QString& path) override {
        if (!dataUri.startsWith(QStringLiteral("data:image/"))) {
            return shared::Error::invalidForm(path, QStringLiteral("IMAGE_INVALID"), QStringLiteral("no picture"));
        }
        return server::StoredImage{QStringLiteral("0123456789abcdef"), false};
    }

    QList<QString> stored;  ///< blobs
};

/** Real services on an in-memory SQLite, with a probe on the bus. */
class ServiceWorld : public ::testing::Test {
 protected:
    static std::unique_ptr<server::Storage> open(server::StorageFactory& factory) {
        auto opened = factory.openStorage({});
        EXPECT_TRUE(opened.has_value());
        return opened.has_value() ? std::move(opened).value() : nullptr;
    }

    ServiceWorld() { memberService.attachOutbox(); }

    shared::UserId user(const QString& name) { return aUser(*storage, ids).named(name).build(); }
    server::Actor actor(shared::UserId id) const {
        server::Actor out;
        out.userId = id;
        return out;
    }
    server::Actor botActor(shared::UserId id) const {
        server::Actor out = actor(id);
        out.isBot = true;
        out.privileged = shared::kPrivilegedIntents;
        return out;
    }
    /** A bot whose application may use no privileged intent. */
    server::Actor plainBotActor(shared::UserId id) const {
        server::Actor out = botActor(id);
        out.privileged = {};
        return out;
    }
    GuildBuilder guild(shared::UserId owner) { return aGuild(*storage, ids, owner); }

    static shared::CreateMessage text(const QString& content) {
        shared::CreateMessage body;
        body.content = content;
        return body;
    }
    /** Posts, and fails the test if that fails. */
    server::MessageView say(shared::UserId who, shared::ChannelId where, const QString& content) {
        auto posted = messageService.create(actor(who), where, text(content));
        EXPECT_TRUE(posted.has_value());
        return posted.has_value() ? std::move(posted).value() : server::MessageView();
    }
    static shared::Overwrite overwrite(shared::Snowflake id, shared::OverwriteType type, shared::Permissions allow,
                                       shared::Permissions deny) {
        return {shared::OverwriteId(id), type, allow, deny};
    }

    FakeClock clock;
    shared::SnowflakeGenerator ids{clock, 0, 0};
    server::InProcessEventBus bus;
    server::StorageFactory factory{bus, ids, clock};
    std::unique_ptr<server::Storage> storage = open(factory);
    std::unique_ptr<server::EphemeralStore> ephemeral = factory.makeEphemeral();
    server::GuildGraphs graphs{*storage, bus};
    server::Members members{*storage, bus, graphs};
    server::PrivateChannels privateChannels{*storage, bus};
    server::Users users{*storage, bus};
    server::Access access{*storage, graphs, members, privateChannels, users, clock};
    FakeMedia media;
    shared::SystemRandom random;
    server::ServiceParts parts{*storage, *ephemeral, bus, access, media, ids, clock, random};

    server::MessageService messageService{parts};
    server::PinService pinService{parts};
    server::ReactionService reactionService{parts};
    server::ChannelService channelService{parts};
    server::RoleService roleService{parts};
    server::MemberService memberService{parts};
    server::BanService banService{parts};
    server::InviteService inviteService{parts};
    server::GuildService guildService{parts};
    server::EmojiService emojiService{parts};
    EventProbe probe{bus};
};

/** "Refused with this code"; says what came instead. */
template <class T>
::testing::AssertionResult isRefused(const shared::Result<T>& result, shared::ErrorCode code) {
    if (result.has_value()) return ::testing::AssertionFailure() << "it succeeded";
    if (result.error().code() == code) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "code " << static_cast<int>(result.error().code()) << " from line "
                                         << result.error().where().line() << " of "
                                         << result.error().where().file_name();
}
template <class T>
::testing::AssertionResult isOk(const shared::Result<T>& result) {
    if (result.has_value()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "code " << static_cast<int>(result.error().code()) << " "
                                         << result.error().message().toStdString() << " from line "
                                         << result.error().where().line() << " of "
                                         << result.error().where().file_name();
}

}  // namespace tests
