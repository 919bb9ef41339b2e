#include "app/SingleInstance.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtNetwork/QLocalSocket>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kWaitMs = 250;
constexpr qint64 kLongestLink = 2048;

}  // namespace

SingleInstance::SingleInstance(const QString& profileFolder, QObject* parent) : QObject(parent) {
    const QByteArray folder = QDir(profileFolder).absolutePath().toUtf8();
    m_name = u"guildhall-"_s +
             QString::fromLatin1(QCryptographicHash::hash(folder, QCryptographicHash::Sha256).toHex().left(20));
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::handleConnection);
}

bool SingleInstance::claim(const QString& link) {
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (socket.waitForConnected(kWaitMs)) {
        socket.write(link.toUtf8() + '\n');
        socket.waitForBytesWritten(kWaitMs);
        return false;
    }
    // What an app that was killed left behind.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
    return true;
}

void SingleInstance::handleConnection() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > kLongestLink) socket->abort();
                return;
            }
            Q_EMIT raised(QString::fromUtf8(socket->readLine(kLongestLink)).trimmed());
            socket->disconnectFromServer();
        });
    }
}

}  // namespace app
