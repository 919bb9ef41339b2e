#include "server/gateway/OutEvent.h"

#include <vector>

#include "server/gateway/Etf.h"

namespace server {
namespace {

std::vector<QByteArray> makeHeads() {
    std::vector<QByteArray> heads;
    for (const shared::GatewayEventRow& row : shared::gatewayEvents()) {
        heads.push_back("{\"t\":\"" + QByteArray(row.name.data(), row.name.size()) + "\",\"s\":");
    }
    return heads;
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

}  // namespace server
