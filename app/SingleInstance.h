#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtNetwork/QLocalServer>

namespace app {

/** One app per profile folder: a second start hands its link to the first and ends. On the UI thread. */
class SingleInstance final : public QObject {
    Q_OBJECT

 public:
    explicit SingleInstance(const QString& profileFolder, QObject* parent = nullptr);

    /**
     * True when this is the first; else the first was told, and this one should end. Blocks for half a second at most.
     * @param link to open, may be empty
     */
    bool claim(const QString& link);

 Q_SIGNALS:
    /** Another start asks for the window. @param link what it was started with */
    void raised(const QString& link);

 private:
    void handleConnection();

    QString m_name;
    QLocalServer m_server;
};

}  // namespace app
