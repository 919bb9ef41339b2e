#pragma once

#include <functional>

#include "app/hosting/HostedServer.h"

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace app {

class Sheet;
class Theme;

/**
 * Says why the server of this app did not start, and asks what to do: try again, or, when the port is another
 * program's, take another one. @param start is called with the port to start with
 */
Sheet* openHostTrouble(const Theme& theme, const HostedServer& server, QWidget* host,
                       const std::function<void(quint16 port)>& start);

}  // namespace app
