#include "server/gateway/OutEvent.h"

#include <vector>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "server/gateway/Etf.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

std::vector<QByteArray> makeHeads() {
    std::vector<QByteArray> heads;
    for (const shared::GatewayEventRow& row : shared::gatewayEvents()) {
        heads.push_back("{\"t\":\"" + QByteArray(row.name.data(), row.name.size()) + "\",\"s\":");
    }
    return heads;
}

void empty(QJsonObject& message) {
    message["content"_L1] = QString();
    for (const auto key : {"embeds"_L1, "attachments"_L1, "components"_L1}) {
        if (message.contains(key)) message[key] = QJsonArray();
    }
    message.remove("poll"_L1);
}

}  // namespace

OutEvent::OutEvent(const Event& event) : OutEvent(event, event.payload) {}

OutEvent::OutEvent(const Event& event, QByteArray payload)
    : m_type(event.type),
      m_kind(event.isDurable() ? Kind::Durable : Kind::Transient),
      m_key(event.key),
      m_seq(event.seq),
      m_at(event.at),
      m_payload(std::move(payload)) {}

OutEvent::OutEvent(shared::GatewayEvent type, QByteArray payload, Kind kind)
    : m_type(type), m_kind(kind), m_payload(std::move(payload)) {}

QByteArrayView OutEvent::head() const {
    static const std::vector<QByteArray> kHeads = makeHeads();
    return kHeads[static_cast<std::size_t>(m_type)];
}

const QByteArray& OutEvent::etf() const {
    if (m_etf.isEmpty()) appendEtfFromJson(m_etf, m_payload);
    return m_etf;
}

QByteArray withoutContent(const QByteArray& message) {
    QJsonObject object = QJsonDocument::fromJson(message).object();
    empty(object);
    if (const QJsonValue answered = object.value("referenced_message"_L1); answered.isObject()) {
        QJsonObject other = answered.toObject();
        empty(other);
        object["referenced_message"_L1] = other;
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

}  // namespace server
