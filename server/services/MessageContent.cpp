#include "server/services/MessageContent.h"

#include <algorithm>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace server {
namespace {

bool mentions(const QJsonObject& message, const QString& reader) {
    const QJsonArray users = message["mentions"_L1].toArray();
    return std::any_of(users.begin(), users.end(),
                       [&](const QJsonValue& user) { return user["id"_L1].toString() == reader; });
}

bool isBy(const QJsonObject& message, const QString& reader) {
    return message["author"_L1]["id"_L1].toString() == reader || message["application_id"_L1].toString() == reader;
}

void empty(QJsonObject& message) {
    message["content"_L1] = QString();
    for (const auto key : {"embeds"_L1, "attachments"_L1, "components"_L1}) {
        if (message.contains(key)) message[key] = QJsonArray();
    }
    message.remove("poll"_L1);
}

void hideIn(QJsonObject& message, const QString& reader) {
    const bool mayRead = !reader.isEmpty() && (isBy(message, reader) || mentions(message, reader));
    if (!mayRead) empty(message);
    if (message.contains("message_snapshots"_L1)) {
        // What is forwarded is somebody else's, also when the reader itself forwards it.
        QJsonArray snapshots = message["message_snapshots"_L1].toArray();
        for (qsizetype i = 0; i < snapshots.size(); ++i) {
            QJsonObject snapshot = snapshots.at(i).toObject();
            QJsonObject copy = snapshot["message"_L1].toObject();
            if (!reader.isEmpty() && mentions(copy, reader)) continue;
            empty(copy);
            snapshot["message"_L1] = copy;
            snapshots[i] = snapshot;
        }
        message["message_snapshots"_L1] = snapshots;
    }
    if (message["referenced_message"_L1].isObject()) {
        QJsonObject answered = message["referenced_message"_L1].toObject();
        hideIn(answered, reader);
        message["referenced_message"_L1] = answered;
    }
}

}  // namespace

QByteArray withoutContent(const QByteArray& message, shared::UserId reader) {
    QJsonObject object = QJsonDocument::fromJson(message).object();
    hideIn(object, reader ? reader.toString() : QString());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void hideContent(const Actor& actor, bool isInGuild, MessageView& view) {
    if (missesContent(actor, isInGuild)) view.json = withoutContent(view.json, actor.userId);
}

void hideContent(const Actor& actor, bool isInGuild, QList<MessageView>& views) {
    if (!missesContent(actor, isInGuild)) return;
    for (MessageView& view : views)
        view.json = withoutContent(view.json, actor.userId);
}

}  // namespace server
