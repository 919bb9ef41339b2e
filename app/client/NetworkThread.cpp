#include "app/client/NetworkThread.h"

namespace app {

NetworkThread::NetworkThread(const QString& name) : m_context(new QObject) {
    m_thread.setObjectName(name);
    adopt(m_context);
    m_thread.start();
}

NetworkThread::~NetworkThread() {
    m_thread.quit();
    m_thread.wait();
}

void NetworkThread::post(std::function<void()> job) {
    QMetaObject::invokeMethod(m_context, std::move(job), Qt::QueuedConnection);
}

void NetworkThread::adopt(QObject* object) {
    object->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, object, &QObject::deleteLater);
}

}  // namespace app
