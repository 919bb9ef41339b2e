#pragma once

#include <memory>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include "server/events/Event.h"

namespace server {

/**
 * A dispatch on its way to sessions: made once for an event and a gateway thread, then shared by all who get it and by
 * their replay buffers. Belongs to its thread.
 */
class OutEvent {
 public:
    enum class Kind : quint8 {
        Durable,    ///< in the log under (key, seq)
        Transient,  ///< typing, presence: may be missing from a replay
        Own,        ///< made for one session and found nowhere else
    };

    /** What the event says, word for word. */
    explicit OutEvent(const Event& event);
    /** The same event with another payload: without the content of a message. */
    OutEvent(const Event& event, QByteArray payload);
    /** For one session. */
    OutEvent(shared::GatewayEvent type, QByteArray payload, Kind kind = Kind::Own);

    shared::GatewayEvent type() const { return m_type; }
    const QByteArray& payload() const { return m_payload; }
    Kind kind() const { return m_kind; }
    const StreamKey& key() const { return m_key; }
    quint64 seq() const { return m_seq; }
    qint64 at() const { return m_at; }

    /** `{"t":"MESSAGE_CREATE","s":`; the number, `,"op":0,"d":`, the payload and a brace follow. */
    QByteArrayView head() const;
    /** The payload as a term of ETF, made when first asked for. */
    const QByteArray& etf() const;

 private:
    shared::GatewayEvent m_type;
    Kind m_kind = Kind::Own;
    StreamKey m_key;
    quint64 m_seq = 0;
    qint64 m_at = 0;
    QByteArray m_payload;
    mutable QByteArray m_etf;
};

using OutEventPtr = std::shared_ptr<const OutEvent>;

}  // namespace server
