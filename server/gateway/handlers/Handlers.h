#pragma once

#include <QtCore/QJsonValue>

/** What clients may ask, one function and one file per opcode. @param data the payload's `d` */
namespace server {

class Connection;

void handleIdentify(Connection& connection, const QJsonValue& data);
void handleResume(Connection& connection, const QJsonValue& data);
void handlePresenceUpdate(Connection& connection, const QJsonValue& data);
void handleVoiceStateUpdate(Connection& connection, const QJsonValue& data);
void handleRequestGuildMembers(Connection& connection, const QJsonValue& data);
void handleRequestSoundboardSounds(Connection& connection, const QJsonValue& data);

}  // namespace server
