#include "server/platform/threads/ThreadName.h"

#ifdef Q_OS_LINUX
#include <pthread.h>
#endif

namespace server {

void setThreadName(const QString& name) {
#ifdef Q_OS_LINUX
    pthread_setname_np(pthread_self(), name.toLatin1().left(15).constData());
#else
    Q_UNUSED(name);
#endif
}

}  // namespace server
