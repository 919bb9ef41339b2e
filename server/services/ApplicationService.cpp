#include "server/services/ApplicationService.h"

#include <sodium/crypto_sign.h>

#include "server/services/Accounts.h"
#include "server/services/MemberService.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using shared::Application;
using shared::ApplicationFlag;
using shared::ApplicationFlags;
using shared::ApplicationId;
using shared::Error;
using shared::ErrorCode;
using shared::Result;

namespace server {
namespace {

/** Application -> owner: it is yours. */
const QByteArray kOwedApplication = "application.owned"_ba;

/** What an owner may switch on; the rest of the flags is the server's to give. */
constexpr ApplicationFlags kOwnFlags = ApplicationFlags(ApplicationFlag::GatewayPresenceLimited) |
                                       ApplicationFlag::GatewayGuildMembersLimited |
                                       ApplicationFlag::GatewayMessageContentLimited;

/** An Ed25519 key pair: clients verify interactions by the public half. */
struct KeyPair {
    QByteArray publicKey;
    QByteArray secretKey;
};
KeyPair makeKeyPair() {
    KeyPair pair{QByteArray(crypto_sign_PUBLICKEYBYTES, Qt::Uninitialized),
                 QByteArray(crypto_sign_SECRETKEYBYTES, Qt::Uninitialized)};
    crypto_sign_keypair(reinterpret_cast<unsigned char*>(pair.publicKey.data()),
                        reinterpret_cast<unsigned char*>(pair.secretKey.data()));
    return pair;
}

QJsonObject extraOf(const ApplicationRow& row) {
    return QJsonDocument::fromJson(row.extra).object();
}

template <class T>
void keep(QJsonObject& extra, QLatin1StringView key, const shared::Field<T>& field) {
    if (field.isMissing()) return;
    if (field.isNull()) {
        extra.remove(key);
        return;
    }
    const auto json = shared::parseJson(shared::toJson(field.value()));
    if (json.has_value()) extra[key] = *json;
}

}  // namespace

void ApplicationService::attachOutbox() {
    m_parts.storage.setOutboxApplier(kOwedApplication, [](Transaction& tx, const OutboxRow& owed) -> Result<void> {
        const auto id = ApplicationId::fromString(QString::fromLatin1(owed.payload));
        if (!id) return {};
        return tx.applications().putOwned(*id);
    });
}

Result<Application> ApplicationService::create(const Actor& actor, const shared::CreateApplication& request) {
    if (actor.isBot) return ErrorCode::BotsCannotUse;
    const auto id = m_parts.ids.next<ApplicationId>();
    const KeyPair keys = makeKeyPair();

    ApplicationRow row;
    row.id = id;
    row.ownerId = actor.userId;
    row.botId = id.as<shared::UserId>();
    row.name = request.name;
    row.description = request.description.valueOr(QString());
    row.verifyKey = keys.publicKey;
    row.extra = QJsonDocument(QJsonObject{{u"signing_key"_s, QString::fromLatin1(keys.secretKey.toBase64())}})
                    .toJson(QJsonDocument::Compact);
    if (request.icon.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage icon, m_parts.media.storeImage(ImageKind::ApplicationIcon, id.value(),
                                                                          request.icon.value(), u"icon"_s));
        row.icon = icon.hash;
    }
    AccountRow bot;
    bot.id = row.botId;
    bot.username = request.name;
    // Names of bots are not unique; Discord tells them apart by four digits.
    bot.discriminator = u"%1"_s.arg(m_parts.random.below(9999) + 1, 4, 10, QLatin1Char('0'));
    bot.isBot = true;
    bot.isVerified = true;
    RETURN_IF_ERROR(m_parts.storage.write(StreamKey::application(id), [&](Transaction& tx) -> Result<void> {
        RETURN_IF_ERROR(tx.users().insert(bot));
        RETURN_IF_ERROR(tx.applications().insert(row));
        tx.owe(StreamKey::user(actor.userId), kOwedApplication, id.toString().toLatin1());
        return {};
    }));
    return toModel(row, true);
}

Result<QList<Application>> ApplicationService::listOwned(const Actor& actor) {
    ASSIGN_OR_RETURN(const QList<ApplicationId> ids,
                     m_parts.storage.read(StreamKey::user(actor.userId),
                                          [](const ReadView& view) { return view.applications().listOwned(); }));
    QList<Application> applications;
    for (const ApplicationId id : ids) {
        const auto found = row(id);
        if (!found.has_value()) continue;
        ASSIGN_OR_RETURN(const Application application, toModel(*found, true));
        applications.append(application);
    }
    return applications;
}

Result<Application> ApplicationService::get(const Actor& actor, ApplicationId id) {
    ASSIGN_OR_RETURN(const ApplicationRow found, row(id));
    return toModel(found, found.ownerId == actor.userId || found.botId == actor.userId);
}

Result<Application> ApplicationService::current(const Actor& actor) {
    ASSIGN_OR_RETURN(const ApplicationRow found, row(actor.applicationId));
    return toModel(found, true);
}

Result<Application> ApplicationService::modify(const Actor& actor, ApplicationId id,
                                               const shared::ModifyApplication& request) {
    ASSIGN_OR_RETURN(ApplicationRow changed, requireOwned(actor, id));
    request.name.applyTo(changed.name);
    request.description.applyTo(changed.description);
    request.botPublic.applyTo(changed.isBotPublic);
    request.botRequireCodeGrant.applyTo(changed.requiresCodeGrant);
    if (request.flags.hasValue())
        changed.flags = (changed.flags & ~kOwnFlags.bits()) | (request.flags->bits() & kOwnFlags.bits());
    if (request.icon.isNull()) changed.icon.reset();
    if (request.icon.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage icon, m_parts.media.storeImage(ImageKind::ApplicationIcon, id.value(),
                                                                          request.icon.value(), u"icon"_s));
        changed.icon = icon.hash;
    }
    QJsonObject extra = extraOf(changed);
    if (request.coverImage.isNull()) extra.remove("cover_image"_L1);
    if (request.coverImage.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage cover,
                         m_parts.media.storeImage(ImageKind::ApplicationIcon, id.value(), request.coverImage.value(),
                                                  u"cover_image"_s));
        extra["cover_image"_L1] = cover.hash;
    }
    keep(extra, "tags"_L1, request.tags);
    keep(extra, "interactions_endpoint_url"_L1, request.interactionsEndpointUrl);
    keep(extra, "role_connections_verification_url"_L1, request.roleConnectionsVerificationUrl);
    keep(extra, "custom_install_url"_L1, request.customInstallUrl);
    keep(extra, "install_params"_L1, request.installParams);
    keep(extra, "integration_types_config"_L1, request.integrationTypesConfig);
    keep(extra, "redirect_uris"_L1, request.redirectUris);
    keep(extra, "terms_of_service_url"_L1, request.termsOfServiceUrl);
    keep(extra, "privacy_policy_url"_L1, request.privacyPolicyUrl);
    keep(extra, "event_webhooks_url"_L1, request.eventWebhooksUrl);
    keep(extra, "event_webhooks_status"_L1, request.eventWebhooksStatus);
    keep(extra, "event_webhooks_types"_L1, request.eventWebhooksTypes);
    changed.extra = QJsonDocument(extra).toJson(QJsonDocument::Compact);
    RETURN_IF_ERROR(m_parts.storage.write(StreamKey::application(id), [&](Transaction& tx) -> Result<void> {
        RETURN_IF_ERROR(tx.applications().update(changed));
        // Ends nothing, but who is known by a token is looked up again, with what the application may do now.
        if (request.flags.hasValue()) emitSessionChange(tx, changed.botId, {});
        return {};
    }));
    return toModel(changed, true);
}

Result<QByteArray> ApplicationService::resetBotToken(const Actor& actor, ApplicationId id) {
    ASSIGN_OR_RETURN(const ApplicationRow owned, requireOwned(actor, id));
    return m_parts.storage.write(StreamKey::application(id), [&](Transaction& tx) {
        return AuthService::insertSession(tx, owned.botId, SessionKind::Bot, m_parts.clock, m_parts.random);
    });
}

Result<void> ApplicationService::authorizeBot(const Actor& actor, ApplicationId id, shared::GuildId guild,
                                              shared::Permissions permissions) {
    ASSIGN_OR_RETURN(const ApplicationRow found, row(id));
    if (!found.isBotPublic && found.ownerId != actor.userId) return ErrorCode::UnauthorizedAction;
    return m_parts.members.addBot(actor, guild, found.botId, permissions);
}

Result<ApplicationRow> ApplicationService::row(ApplicationId id) {
    return m_parts.storage.read(StreamKey::application(id),
                                [](const ReadView& view) { return view.applications().get(); });
}

Result<ApplicationRow> ApplicationService::requireOwned(const Actor& actor, ApplicationId id) {
    ASSIGN_OR_RETURN(ApplicationRow found, row(id));
    if (found.ownerId != actor.userId && found.botId != actor.userId) return ErrorCode::UnknownApplication;
    return found;
}

Result<Application> ApplicationService::toModel(const ApplicationRow& row, bool isWhole) {
    // What lies in `extra` has the wire's names; the columns come on top.
    QJsonObject extra = extraOf(row);
    extra.remove("signing_key"_L1);
    extra["id"_L1] = row.id.toString();
    extra["name"_L1] = row.name;
    extra["description"_L1] = row.description;
    extra["verify_key"_L1] = QString::fromLatin1(row.verifyKey.toHex());
    extra["flags"_L1] = static_cast<qint64>(row.flags);
    ASSIGN_OR_RETURN(Application application, shared::fromJson<Application>(extra));
    application.icon = row.icon;
    application.botPublic = row.isBotPublic;
    application.botRequireCodeGrant = row.requiresCodeGrant;
    if (row.botId) {
        const auto bot = m_parts.users.get(row.botId);
        if (bot.has_value()) application.bot = (*bot)->user;
    }
    if (isWhole) {
        const auto owner = m_parts.users.get(row.ownerId);
        if (owner.has_value()) application.owner = (*owner)->user;
        application.team = nullptr;
        if (application.redirectUris.isMissing()) application.redirectUris = QList<QString>();
        if (application.interactionsEndpointUrl.isMissing()) application.interactionsEndpointUrl = nullptr;
        if (application.roleConnectionsVerificationUrl.isMissing())
            application.roleConnectionsVerificationUrl = nullptr;
        ASSIGN_OR_RETURN(const QList<UserGuildRow> guilds,
                         m_parts.storage.read(StreamKey::application(row.id),
                                              [](const ReadView& view) { return view.users().listGuilds(); }));
        application.approximateGuildCount = static_cast<int>(guilds.size());
        application.approximateUserInstallCount = 0;
        application.approximateUserAuthorizationCount = 0;
        application.explicitContentFilter = 0;
        application.eligibleOauth2Scopes = QList<QString>();
    } else {
        application.redirectUris.reset();
        application.interactionsEndpointUrl.reset();
        application.roleConnectionsVerificationUrl.reset();
    }
    return application;
}

}  // namespace server
