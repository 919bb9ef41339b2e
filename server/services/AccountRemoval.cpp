#include "server/services/AccountRemoval.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QtEndian>

#include "server/services/Accounts.h"
#include "server/services/AuthToken.h"
#include "server/services/Outbox.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using shared::Result;
using shared::UserId;

namespace server {
namespace {

/** Eight bytes for each, in the order of going. */
const QString kDeletedUsers = u"users.deleted"_s;
constexpr qsizetype kIdBytes = 8;

QByteArray packed(UserId id) {
    QByteArray bytes(kIdBytes, Qt::Uninitialized);
    qToBigEndian(id.value(), bytes.data());
    return bytes;
}

Result<void> remember(Transaction& tx, UserId id) {
    ASSIGN_OR_RETURN(QByteArray bytes, tx.users().settings(kDeletedUsers));
    const QByteArray entry = packed(id);
    for (qsizetype at = 0; at + kIdBytes <= bytes.size(); at += kIdBytes) {
        if (QByteArrayView(bytes).sliced(at, kIdBytes) == entry) return {};
    }
    return tx.users().setSettings(kDeletedUsers, bytes + entry);
}

/** Removes all tokens of the key's user. @return which */
Result<QList<quint64>> takeSessions(Transaction& tx) {
    ASSIGN_OR_RETURN(const QList<SessionRow> sessions, tx.users().listSessions());
    QList<quint64> ended;
    for (const SessionRow& session : sessions) {
        ASSIGN_OR_RETURN(const bool removed, tx.users().removeSession(session.tokenHash));
        if (removed) ended.append(AuthToken::idOf(session.tokenHash));
    }
    return ended;
}

/** What only the person themselves could see. */
Result<void> forgetPrivateData(Transaction& tx) {
    RETURN_IF_ERROR(tx.users().setSettings(u"client"_s, "{}"_ba));
    RETURN_IF_ERROR(tx.users().setSettings(u"guilds"_s, "[]"_ba));
    ASSIGN_OR_RETURN(const auto notes, tx.users().listNotes());
    for (const auto& [about, text] : notes)
        RETURN_IF_ERROR(tx.users().setNote(about, QString()));
    return {};
}

}  // namespace

shared::User deletedUser(UserId id) {
    shared::User user;
    user.id = id;
    user.username = u"deleted_user_"_s + QString::number(placementHash(id.value()) >> 16, 16).rightJustified(12, u'0');
    user.discriminator = u"0"_s;
    user.globalName = u"Deleted User"_s;
    user.banner = nullptr;
    user.accentColor = nullptr;
    return user;
}

Result<void> endAllSessions(Transaction& tx) {
    ASSIGN_OR_RETURN(const QList<quint64> ended, takeSessions(tx));
    if (!ended.isEmpty()) emitSessionChange(tx, tx.key().userId(), ended);
    return {};
}

Result<void> removeAccount(Transaction& tx) {
    ASSIGN_OR_RETURN(AccountRow account, tx.users().get());
    if (account.deletedAt != 0) return {};
    if (!account.isBot) {
        RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::Username, directoryName(account.username)));
    }
    if (account.email) RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::Email, directoryName(*account.email)));

    const shared::User shown = deletedUser(account.id);
    AccountRow gone;
    gone.id = account.id;
    gone.username = shown.username;
    gone.discriminator = shown.discriminator;
    gone.globalName = shown.globalName;
    gone.isBot = account.isBot;
    gone.version = account.version;
    gone.deletedAt = tx.now();
    RETURN_IF_ERROR(tx.users().update(gone));
    RETURN_IF_ERROR(forgetPrivateData(tx));

    ASSIGN_OR_RETURN(const QList<quint64> ended, takeSessions(tx));
    emitSessionChange(tx, account.id, ended, true);

    ASSIGN_OR_RETURN(const QList<UserGuildRow> guilds, tx.users().listGuilds());
    for (const UserGuildRow& guild : guilds)
        tx.owe(StreamKey::guild(guild.guildId), kOwedDeparture, QByteArray());
    ASSIGN_OR_RETURN(const QList<shared::ApplicationId> applications, tx.applications().listOwned());
    for (const shared::ApplicationId application : applications)
        tx.owe(StreamKey::user(application.as<UserId>()), kOwedRemoval, QByteArray());
    tx.owe(kServerKey, kOwedRemembrance, QByteArray());
    return {};
}

void attachRemovalOutbox(Storage& storage) {
    storage.setOutboxApplier(kOwedRemoval, [](Transaction& tx, const OutboxRow&) { return removeAccount(tx); });
    storage.setOutboxApplier(kOwedRemembrance,
                             [](Transaction& tx, const OutboxRow& row) { return remember(tx, row.source.userId()); });
}

Result<QList<UserId>> readDeletedUsers(const ReadView& view) {
    ASSIGN_OR_RETURN(const QByteArray bytes, view.users().settings(kDeletedUsers));
    QList<UserId> gone;
    gone.reserve(bytes.size() / kIdBytes);
    for (qsizetype at = 0; at + kIdBytes <= bytes.size(); at += kIdBytes)
        gone.append(UserId(qFromBigEndian<quint64>(bytes.constData() + at)));
    return gone;
}

bool saysDeleted(const Event& event) {
    return event.payload.contains("\"deleted\":true");
}

}  // namespace server
