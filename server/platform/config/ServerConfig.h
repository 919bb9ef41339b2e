#pragma once

#include <utility>

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtNetwork/QHostAddress>

#include "shared/core/Result.h"

namespace server {

enum class Registration { Open, Invite, Closed };
enum class LogLevel { Debug, Info, Warning, Error };
enum class LogFormat { Json, Text };

/**
 * Every setting of the server, checked. Its members are filled from the one table in SettingsTable.cpp, where each has
 * its key, default and help; a default-constructed ServerConfig has the defaults.
 */
struct ServerConfig {
    ServerConfig();

    QString dataFolder;
    QString listen;  ///< "ADDR:PORT", see listenAddress()
    QString publicUrl;
    QString configFile;
    QString serverName;
    bool rateLimits = true;
    Registration registration = Registration::Invite;
    int registrationLimit = 0;  ///< accounts per address and hour; 0: none
    int loginFailureLimit = 0;  ///< failed log-ins per account and address in a quarter of an hour; 0: none
    QString ownerSecretFile;    ///< in the data folder unless absolute
    int maxConcurrency = 0;     ///< IDENTIFYs per 5 s and bucket
    int identifyLimit = 0;      ///< IDENTIFYs per bot and day
    int heartbeatMs = 0;
    int resumeSeconds = 0;
    qint64 gatewayQueueLimit = 0;  ///< bytes unsent to one session
    bool metricsPublic = false;
    QStringList trustedProxies;  ///< addresses and subnets, checked
    bool tls = true;
    QString tlsCertificate;
    QString tlsKey;
    bool allowPlainHttp = false;
    LogLevel logLevel = LogLevel::Info;
    LogFormat logFormat = LogFormat::Json;
    int workers = 0;             ///< never 0 after loading: 0 is replaced by what suits the machine
    int hashWorkers = 0;         ///< likewise
    int gatewayThreads = 0;      ///< likewise
    qint64 bodyLimit = 0;        ///< bytes of a JSON body
    qint64 attachmentLimit = 0;  ///< bytes of one file
    qint64 uploadLimit = 0;      ///< bytes of a whole multipart body
    int connectionLimit = 0;
    int connectionLimitPerAddress = 0;
    int databaseCacheMib = 0;

    /** The two halves of `listen`. */
    QHostAddress listenAddress() const;
    quint16 listenPort() const;
    /** trustedProxies as QHostAddress::parseSubnet has them. */
    QList<std::pair<QHostAddress, int>> trustedProxySubnets() const;
};

/** Where a value came from; a later one wins. */
enum class SettingOrigin { Default, File, Environment, Flag };

/** What a command line asked for. */
struct ServerCommandLine {
    enum class Action { Run, Backup, ShowHelp, ShowVersion };
    Action action = Action::Run;
    QString backupFolder;  ///< of Action::Backup: where the copy goes
    ServerConfig config;
    QMap<QString, SettingOrigin> origins;  ///< by key
};

/**
 * Reads flags (`--key value`, `--key=value`), the environment (`GUILDHALL_KEY`) and the TOML file that --config names,
 * in this order of precedence. Error: BadRequest with one sentence for the operator; an unknown key or flag names the
 * nearest known one. Variables GUILDHALL_... that are no setting are errors too.
 *
 * @param arguments without the program's name
 */
shared::Result<ServerCommandLine> loadServerConfig(const QStringList& arguments,
                                                   const QMap<QString, QString>& environment);
/** The process' environment in the form that loadServerConfig takes. */
QMap<QString, QString> processEnvironment();

/** One setting for people: the admin page, `--help`, the documentation. */
struct SettingDescription {
    QString key;
    QString type;  ///< "on|off", "number", "size", "path", "text", "list", or the allowed words: "open|invite|closed"
    QString defaultValue;
    QString range;  ///< "1..1000" or empty
    QString help;
    bool needsRestart = true;
    QString value;  ///< in `config`
};
QList<SettingDescription> describeSettings(const ServerConfig& config);

/** The text of --help. */
QString serverHelpText();
/** "guildhall-server 0.1.0". */
QString serverVersionText();

}  // namespace server
