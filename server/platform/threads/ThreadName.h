#pragma once

#include <QtCore/QString>

namespace server {

/** Names the calling thread for the system's tools; 15 ASCII letters are kept. */
void setThreadName(const QString& name);

}  // namespace server
