#include "app/HostingRecord.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSaveFile>

using namespace Qt::StringLiterals;

namespace app {

std::optional<HostingOptions> HostingRecord::load() const {
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    HostingOptions options;
    options.dataFolder = json["data_folder"_L1].toString();
    const int port = json["port"_L1].toInt();
    if (options.dataFolder.isEmpty() || port < 0 || port > 65535) return std::nullopt;
    options.port = static_cast<quint16>(port);
    options.onlyThisComputer = json["only_this_computer"_L1].toBool();
    options.openRegistration = json["open_registration"_L1].toBool();
    options.serverName = json["server_name"_L1].toString();
    return options;
}

bool HostingRecord::save(const HostingOptions& options) const {
    QDir().mkpath(QFileInfo(m_path).path());
    const QJsonObject json{{u"data_folder"_s, options.dataFolder},
                           {u"port"_s, options.port},
                           {u"only_this_computer"_s, options.onlyThisComputer},
                           {u"open_registration"_s, options.openRegistration},
                           {u"server_name"_s, options.serverName}};
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly)) return false;
    file.write(QJsonDocument(json).toJson());
    return file.commit();
}

void HostingRecord::remove() const {
    QFile::remove(m_path);
}

}  // namespace app
