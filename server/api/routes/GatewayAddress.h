#pragma once

#include <functional>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QString>

namespace server {

/** Where clients find this server, for the answers that say so. */
struct GatewayAddress {
    QString publicUrl;  ///< "https://host", without a '/' at its end; empty: what the client itself calls us

    /** "wss://host:port/gateway" for a client that came by this Host header. */
    QString gatewayUrl(QByteArrayView host, bool isTls) const;
};

/** What /readyz asks. */
struct HealthSource {
    std::function<QString()> trouble;  ///< a sentence when the server cannot do its work; empty = all is well
};

}  // namespace server
