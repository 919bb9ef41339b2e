#include "server/services/Accounts.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include "server/services/AuthToken.h"

using namespace Qt::StringLiterals;
using shared::Result;

namespace server {

QJsonObject profileOf(const AccountRow& account) {
    return QJsonDocument::fromJson(account.profile).object();
}

void setProfile(AccountRow& account, const QJsonObject& profile) {
    account.profile = profile.isEmpty() ? QByteArray() : QJsonDocument(profile).toJson(QJsonDocument::Compact);
}

shared::User publicUser(const AccountRow& account) {
    shared::User user;
    user.id = account.id;
    user.username = account.username;
    user.discriminator = account.discriminator;
    user.globalName = account.globalName;
    user.avatar = account.avatar;
    user.bot = account.isBot;
    user.system = account.isSystem;
    user.publicFlags = shared::UserFlags(account.publicFlags);
    user.flags = user.publicFlags;
    const QJsonObject profile = profileOf(account);
    user.banner = nullptr;
    if (const QJsonValue banner = profile["banner"_L1]; banner.isString()) user.banner = banner.toString();
    user.accentColor = nullptr;
    if (const QJsonValue colour = profile["accent_color"_L1]; colour.isDouble()) user.accentColor = colour.toInt();
    return user;
}

shared::CurrentUser currentUser(const AccountRow& account) {
    shared::CurrentUser user;
    static_cast<shared::User&>(user) = publicUser(account);
    user.flags = shared::UserFlags(account.flags & kVisibleFlags);
    user.locale = account.locale;
    user.verified = account.isVerified;
    user.email = shared::Field<QString>::fromNullable(account.email);
    user.phone = nullptr;
    user.nsfwAllowed = true;
    const QJsonObject profile = profileOf(account);
    user.bio = profile["bio"_L1].toString();
    if (const QJsonValue pronouns = profile["pronouns"_L1]; pronouns.isString()) user.pronouns = pronouns.toString();
    return user;
}

void emitSessionChange(Transaction& tx, shared::UserId user, const QList<quint64>& endedTokenIds, bool isDeleted) {
    QJsonArray ended;
    for (const quint64 id : endedTokenIds)
        ended.append(QString::number(id));
    EventRoute route;
    route.onlyUser = user;
    QJsonObject payload{{u"ended"_s, ended}};
    if (isDeleted) payload["deleted"_L1] = true;
    tx.emitEvent(shared::GatewayEvent::AuthSessionChange, QJsonDocument(payload).toJson(QJsonDocument::Compact), route);
}

Result<void> endOtherSessions(Transaction& tx, const Actor& actor) {
    ASSIGN_OR_RETURN(const QList<SessionRow> sessions, tx.users().listSessions());
    QList<quint64> ended;
    for (const SessionRow& session : sessions) {
        const quint64 id = AuthToken::idOf(session.tokenHash);
        if (id == actor.tokenId) continue;
        ASSIGN_OR_RETURN(const bool removed, tx.users().removeSession(session.tokenHash));
        if (removed) ended.append(id);
    }
    if (!ended.isEmpty()) emitSessionChange(tx, actor.userId, ended);
    return {};
}

}  // namespace server
