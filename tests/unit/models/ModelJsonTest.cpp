#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "shared/json/JsonType.h"
#include "shared/models/Application.h"
#include "shared/models/AuditLogEntry.h"
#include "shared/models/Ban.h"
#include "shared/models/Guild.h"
#include "shared/models/Integration.h"
#include "shared/models/Invite.h"
#include "shared/models/Message.h"
#include "shared/models/Presence.h"
#include "shared/models/ReadState.h"
#include "shared/models/Relationship.h"
#include "shared/models/Session.h"
#include "shared/models/UserSettings.h"
#include "shared/models/VoiceState.h"
#include "shared/models/Webhook.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

QJsonObject readObject(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

QJsonObject fixture(const char* name) {
    return readObject(QStringLiteral(GUILDHALL_SOURCE_DIR "/tests/data/json/") + QLatin1StringView(name) + u".json"_s);
}

QString text(const QJsonValue& value) {
    return QString::fromUtf8(toJson(value));
}

/** A model, the fixture with every one of its keys, and the schema of Discord's OpenAPI document with its required. */
template <class T, class Tag = void>
struct Case;

#define MODEL(Type, fixtureName, schemaName)                 \
    template <>                                              \
    struct Case<Type> {                                      \
        static constexpr const char* kFixture = fixtureName; \
        static constexpr const char* kSchema = schemaName;   \
    }

MODEL(User, "user", "UserResponse");
MODEL(CurrentUser, "current_user", "UserPIIResponse");
MODEL(Member, "member", "");
MODEL(Ban, "ban", "GuildBanResponse");
MODEL(Role, "role", "GuildRoleResponse");
MODEL(Emoji, "emoji", "EmojiResponse");
MODEL(Sticker, "sticker", "");
MODEL(StickerPack, "sticker_pack", "");
MODEL(Overwrite, "overwrite", "ChannelPermissionOverwriteResponse");
MODEL(Channel, "channel", "");
MODEL(FollowedChannel, "followed_channel", "ChannelFollowerResponse");
MODEL(Attachment, "attachment", "MessageAttachmentResponse");
MODEL(Embed, "embed", "MessageEmbedResponse");
MODEL(Reaction, "reaction", "MessageReactionResponse");
MODEL(Message, "message", "MessageResponse");
MODEL(MessagePin, "message_pin", "PinnedMessageResponse");
MODEL(Guild, "guild", "GuildResponse");
MODEL(UnavailableGuild, "unavailable_guild", "");
MODEL(UserGuild, "user_guild", "MyGuildResponse");
MODEL(GuildPreview, "guild_preview", "GuildPreviewResponse");
MODEL(Invite, "invite", "FriendInviteResponse");
MODEL(Application, "application", "ApplicationResponse");
MODEL(Integration, "integration", "");
MODEL(Presence, "presence", "");
MODEL(PresenceUpdate, "presence_update", "");
MODEL(VoiceState, "voice_state", "");
MODEL(VoiceRegion, "voice_region", "VoiceRegionResponse");
MODEL(Relationship, "relationship", "");
MODEL(Webhook, "webhook", "ApplicationIncomingWebhookResponse");
MODEL(AuditLogEntry, "audit_log_entry", "AuditLogEntryResponse");
MODEL(UserSettings, "user_settings", "");
MODEL(UserGuildSettings, "user_guild_settings", "");
MODEL(ReadState, "read_state", "");
MODEL(Session, "session", "");
MODEL(AuthSession, "auth_session", "");
#undef MODEL

using Models = ::testing::Types<User, CurrentUser, Member, Ban, Role, Emoji, Sticker, StickerPack, Overwrite, Channel,
                                FollowedChannel, Attachment, Embed, Reaction, Message, MessagePin, Guild,
                                UnavailableGuild, UserGuild, GuildPreview, Invite, Application, Integration, Presence,
                                PresenceUpdate, VoiceState, VoiceRegion, Relationship, Webhook, AuditLogEntry,
                                UserSettings, UserGuildSettings, ReadState, Session, AuthSession>;

template <class T>
class ModelJson : public ::testing::Test {};

struct FixtureNames {
    template <class T>
    static std::string GetName(int) {
        return Case<T>::kFixture;
    }
};
TYPED_TEST_SUITE(ModelJson, Models, FixtureNames);

TYPED_TEST(ModelJson, IsReadAndWrittenBackEqual) {
    const QJsonObject json = fixture(Case<TypeParam>::kFixture);
    ASSERT_FALSE(json.isEmpty());
    const auto model = fromJson<TypeParam>(json);
    ASSERT_TRUE(model) << model.error().fields().first().path.toStdString() << " "
                       << model.error().fields().first().code.toStdString();
    const auto written = parseJson(toJson(model.value()));
    ASSERT_TRUE(written);
    EXPECT_EQ(written.value(), QJsonValue(json))
        << "wanted " << text(json).toStdString() << "\nfound  " << text(written.value()).toStdString();
    const auto again = fromJson<TypeParam>(written.value());
    ASSERT_TRUE(again);
    EXPECT_EQ(again.value(), model.value());
}

/** With any one key gone the reader either manages or names that key; it never gives two errors or a wrong path. */
TYPED_TEST(ModelJson, NamesTheKeyThatIsMissing) {
    const QJsonObject json = fixture(Case<TypeParam>::kFixture);
    for (const QString& key : json.keys()) {
        QJsonObject less = json;
        less.remove(key);
        const auto model = fromJson<TypeParam>(less);
        if (model) continue;
        ASSERT_EQ(model.error().fields().size(), 1) << key.toStdString();
        EXPECT_EQ(model.error().fields().first().path, key);
        EXPECT_EQ(model.error().fields().first().code, u"BASE_TYPE_REQUIRED");
    }
}

/** No key may be of any shape: the reader says so and does not crash. */
TYPED_TEST(ModelJson, SurvivesWrongShapes) {
    const QJsonObject json = fixture(Case<TypeParam>::kFixture);
    for (const QString& key : json.keys()) {
        for (const QJsonValue& wrong : {QJsonValue(true), QJsonValue(-1.5), QJsonValue(QString(QChar(0xd800))),
                                        QJsonValue(QJsonArray{QJsonValue()}), QJsonValue(QJsonObject{{u"x"_s, 1}})}) {
            QJsonObject changed = json;
            changed[key] = wrong;
            const auto model = fromJson<TypeParam>(changed);
            if (model) {
                EXPECT_TRUE(parseJson(toJson(model.value()))) << key.toStdString();
                continue;
            }
            for (const FieldError& error : model.error().fields()) {
                EXPECT_TRUE(error.path == key || error.path.startsWith(key + u'.')) << error.path.toStdString();
            }
        }
    }
}

/** Keys that the OpenAPI document requires are written even by a model in which nothing is set. */
TYPED_TEST(ModelJson, WritesEveryRequiredKey) {
    const QString schema = QLatin1StringView(Case<TypeParam>::kSchema);
    if (schema.isEmpty()) return;
    static const QJsonObject kSchemas =
        readObject(QStringLiteral(GUILDHALL_SOURCE_DIR "/tests/compat/data/openapi.json"))[u"components"]
            .toObject()[u"schemas"]
            .toObject();
    const QJsonArray required = kSchemas[schema].toObject()[u"required"].toArray();
    ASSERT_FALSE(required.isEmpty()) << schema.toStdString();
    const QJsonObject written = parseJson(toJson(TypeParam())).value().toObject();
    for (const QJsonValue key : required) {
        EXPECT_TRUE(written.contains(key.toString())) << key.toString().toStdString();
    }
}

TEST(Message, IsSmallWhenEmpty) {
    const QByteArray json = toJson(Message());
    const QJsonObject object = parseJson(json).value().toObject();
    EXPECT_FALSE(object.contains(u"nonce"));
    EXPECT_FALSE(object.contains(u"referenced_message"));
    EXPECT_FALSE(object.contains(u"guild_id"));
    EXPECT_EQ(object[u"components"], QJsonArray());
    EXPECT_EQ(object[u"edited_timestamp"], QJsonValue());
}

TEST(Message, KeepsTheFormOfItsNonce) {
    Message message;
    message.nonce = Nonce{u"12"_s, true};
    EXPECT_TRUE(toJson(message).contains(R"("nonce":12,)") || toJson(message).contains(R"("nonce":12})"));
    message.nonce = Nonce{u"12"_s, false};
    EXPECT_TRUE(toJson(message).contains(R"("nonce":"12")"));
    EXPECT_EQ(fromJson<Nonce>(QByteArrayView("9007199254740993")).value(), (Nonce{u"9007199254740993"_s, true}));
    EXPECT_FALSE(fromJson<Nonce>(QByteArrayView("{}")));
}

TEST(Message, TellsADeletedReferenceFromOneNotLookedUp) {
    QJsonObject json = fixture("message_pin")[u"message"].toObject();
    EXPECT_TRUE(fromJson<Message>(json)->referencedMessage.isMissing());
    json[u"referenced_message"] = QJsonValue();
    EXPECT_TRUE(fromJson<Message>(json)->referencedMessage.isNull());
    json[u"referenced_message"] = QJsonObject{{u"id"_s, u"1"_s}};
    EXPECT_EQ(fromJson<Message>(json).error().fields().first().path, u"referenced_message.channel_id");
}

TEST(Role, TagsAreNullOrMissing) {
    RoleTags tags;
    EXPECT_EQ(toJson(tags), "{}");
    tags.premiumSubscriber = true;
    EXPECT_EQ(toJson(tags), R"({"premium_subscriber":null})");
    EXPECT_EQ(fromJson<RoleTags>(toJson(tags)).value(), tags);
}

TEST(User, OmitsWhatIsNotTrue) {
    const QJsonObject json = parseJson(toJson(User())).value().toObject();
    EXPECT_FALSE(json.contains(u"bot"));
    EXPECT_FALSE(json.contains(u"email"));
    User user;
    user.username = u"mason"_s;
    EXPECT_EQ(user.displayName(), u"mason");
    user.globalName = u"Mason"_s;
    EXPECT_EQ(user.displayName(), u"Mason");
}

TEST(UserSettings, KeepsWhatItDoesNotKnow) {
    const auto settings = fromJson<UserSettings>(R"({"theme":"light","x":{"y":[1]},"status":"dnd"})"_ba);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->rest.keys(), QStringList{u"x"_s});
    EXPECT_TRUE(toJson(settings.value()).endsWith(R"("x":{"y":[1]}})"));
}

TEST(Status, IsAWord) {
    EXPECT_EQ(toJson(Status::Dnd), "\"dnd\"");
    EXPECT_EQ(fromJson<Status>(QByteArrayView("\"idle\"")).value(), Status::Idle);
    EXPECT_EQ(fromJson<Status>(QByteArrayView("\"busy\"")).error().fields().first().code, u"BASE_TYPE_CHOICES");
    EXPECT_EQ(fromJson<Status>(QByteArrayView("1")).error().fields().first().code, u"BASE_TYPE_CHOICES");
}

}  // namespace
}  // namespace shared
