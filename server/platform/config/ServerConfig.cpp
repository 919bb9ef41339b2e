#include "server/platform/config/ServerConfig.h"

#include <thread>

#include <QtCore/QProcessEnvironment>
#include <QtCore/QUrl>
#include <toml++/toml.h>

#include "server/platform/config/SettingsTable.h"

namespace server {
namespace {

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;

constexpr auto kEnvironmentPrefix = "GUILDHALL_"_L1;

Error problem(const QString& sentence) {
    return Error(ErrorCode::BadRequest, sentence);
}

/** The values of one source, by key, and what to call each in a message. */
struct Given {
    QString value;
    QString calledBy;
};
using Source = QMap<QString, Given>;

Error unknown(const QString& what, const QString& key, const QString& nearestAs) {
    return problem(u"%1 %2 is not known; did you mean %3?"_s.arg(what, key, nearestAs));
}

struct Flags {
    Source values;
    ServerCommandLine::Action action = ServerCommandLine::Action::Run;
    QString backupFolder;
};

shared::Result<Flags> readFlags(const QStringList& arguments) {
    Flags flags;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments.at(i);
        if (argument == "--help"_L1 || argument == "-h"_L1) {
            flags.action = ServerCommandLine::Action::ShowHelp;
            return flags;
        }
        if (argument == "--version"_L1) {
            flags.action = ServerCommandLine::Action::ShowVersion;
            return flags;
        }
        if (argument == "--backup"_L1 || argument.startsWith("--backup="_L1)) {
            const bool isJoined = argument.contains(u'=');
            if (!isJoined && i + 1 == arguments.size()) return problem(u"--backup needs a value (FOLDER)."_s);
            flags.backupFolder = isJoined ? argument.section(u'=', 1) : arguments.at(++i);
            flags.action = ServerCommandLine::Action::Backup;
            continue;
        }
        if (!argument.startsWith("--"_L1)) {
            return problem(u"\"%1\" is no flag; settings are given as --key value (see --help)."_s.arg(argument));
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString key = equals < 0 ? argument.mid(2) : argument.mid(2, equals - 2);
        const SettingRow* row = findSetting(key);
        if (!row) return unknown(u"The flag"_s, u"--"_s + key, u"--"_s + nearestSetting(key));
        const QString called = u"--"_s + key;
        if (flags.values.contains(key)) return problem(u"%1 is given twice."_s.arg(called));
        if (equals >= 0) {
            flags.values.insert(key, {argument.mid(equals + 1), called});
        } else if (i + 1 < arguments.size() && !arguments.at(i + 1).startsWith("--"_L1)) {
            flags.values.insert(key, {arguments.at(++i), called});
        } else if (row->kind == SettingKind::OnOff) {
            flags.values.insert(key, {u"on"_s, called});
        } else {
            return problem(u"%1 needs a value (%2)."_s.arg(called, settingTypeText(*row)));
        }
    }
    return flags;
}

QString environmentName(const QString& key) {
    return kEnvironmentPrefix + key.toUpper().replace(u'-', u'_');
}

shared::Result<Source> readEnvironment(const QMap<QString, QString>& environment) {
    Source values;
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (!it.key().startsWith(kEnvironmentPrefix)) continue;
        const QString key = it.key().mid(kEnvironmentPrefix.size()).toLower().replace(u'_', u'-');
        if (!findSetting(key)) {
            return unknown(u"The environment variable"_s, it.key(), environmentName(nearestSetting(key)));
        }
        values.insert(key, {it.value(), it.key()});
    }
    return values;
}

std::optional<QString> tomlText(const toml::node& node) {
    if (const auto text = node.value<std::string>(); node.is_string()) return QString::fromStdString(*text);
    if (const auto on = node.value<bool>(); node.is_boolean()) return *on ? u"on"_s : u"off"_s;
    if (const auto number = node.value<qint64>(); node.is_integer()) return QString::number(*number);
    if (const toml::array* array = node.as_array()) {
        QStringList items;
        for (const toml::node& item : *array) {
            const auto text = item.value<std::string>();
            if (!text) return std::nullopt;
            items << QString::fromStdString(*text);
        }
        return items.join(u',');
    }
    return std::nullopt;
}

shared::Result<Source> readFile(const QString& path) {
    toml::table table;
    try {
        table = toml::parse_file(path.toStdString());
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        const QString where = line > 0 ? u", line %1"_s.arg(line) : QString();
        return problem(u"The configuration file %1%2 cannot be read: %3."_s.arg(
            path, where, QString::fromUtf8(error.description())));
    }
    Source values;
    for (const auto& [name, node] : table) {
        const QString key = QString::fromUtf8(name.str());
        const QString called = u"%1 in %2"_s.arg(key, path);
        if (!findSetting(key)) return unknown(u"The setting"_s, called, nearestSetting(key));
        if (key == "config"_L1) return problem(u"%1: a configuration file cannot name another."_s.arg(called));
        const std::optional<QString> text = tomlText(node);
        if (!text) return problem(u"%1 must be a text, a number, true or false, or a list of texts."_s.arg(called));
        values.insert(key, {*text, called});
    }
    return values;
}

shared::Result<void> applySource(const Source& source, SettingOrigin origin, ServerCommandLine& into) {
    for (auto it = source.begin(); it != source.end(); ++it) {
        const auto applied = applySetting(*findSetting(it.key()), it->value, into.config);
        if (!applied) return problem(u"%1 %2, not \"%3\"."_s.arg(it->calledBy, applied.error().message(), it->value));
        into.origins.insert(it.key(), origin);
    }
    return {};
}

/** "ADDR:PORT" or "[ADDR]:PORT"; null address if it is neither. */
std::pair<QHostAddress, int> splitListen(const QString& listen) {
    const qsizetype colon = listen.lastIndexOf(u':');
    if (colon < 0) return {QHostAddress(), -1};
    QString host = listen.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']')) host = host.mid(1, host.size() - 2);
    if (host == "localhost"_L1) host = u"127.0.0.1"_s;
    if (host == "*"_L1) host = u"0.0.0.0"_s;
    bool ok = false;
    const int port = listen.mid(colon + 1).toInt(&ok);
    return {QHostAddress(host), ok && port >= 0 && port <= 65535 ? port : -1};
}

/** The rules that span several settings, or need more than the table's kinds. */
shared::Result<void> check(const ServerConfig& config) {
    const auto [address, port] = splitListen(config.listen);
    if (address.isNull() || port < 0) {
        return problem(
            u"listen must be an address and a port, as 127.0.0.1:8080 or [::]:8080, not \"%1\"."_s.arg(config.listen));
    }
    if (config.dataFolder.isEmpty()) return problem(u"data must name a folder."_s);
    if (!config.publicUrl.isEmpty()) {
        const QUrl url(config.publicUrl, QUrl::StrictMode);
        const bool http = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
        if (!url.isValid() || !http || url.host().isEmpty() || url.hasQuery() || url.hasFragment()) {
            return problem(u"public-url must look like https://chat.example.org, not \"%1\"."_s.arg(config.publicUrl));
        }
    }
    if (config.tlsCertificate.isEmpty() != config.tlsKey.isEmpty()) {
        return problem(u"tls-certificate and tls-key must be given together."_s);
    }
    for (const QString& proxy : config.trustedProxies) {
        if (QHostAddress::parseSubnet(proxy).second < 0) {
            return problem(u"trusted-proxies must be addresses or subnets, which \"%1\" is not."_s.arg(proxy));
        }
    }
    return {};
}

void fillAutomatic(ServerConfig& config) {
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    // A worker mostly waits for its commit, and a commit takes as many writes with it as there are workers waiting.
    if (config.workers == 0) config.workers = std::clamp(cores * 8, 32, 128);
    if (config.hashWorkers == 0) config.hashWorkers = std::clamp(cores / 2, 1, 16);
    if (config.gatewayThreads == 0) config.gatewayThreads = std::max(1, cores - 1);
}

}  // namespace

ServerConfig::ServerConfig() {
    for (const SettingRow& row : settingsTable()) {
        const auto applied = applySetting(row, QString::fromLatin1(row.defaultValue), *this);
        Q_ASSERT_X(applied.has_value(), row.key, "the default of a setting must be valid");
    }
    fillAutomatic(*this);
}

QHostAddress ServerConfig::listenAddress() const {
    return splitListen(listen).first;
}

quint16 ServerConfig::listenPort() const {
    return static_cast<quint16>(std::max(0, splitListen(listen).second));
}

QList<std::pair<QHostAddress, int>> ServerConfig::trustedProxySubnets() const {
    QList<std::pair<QHostAddress, int>> subnets;
    for (const QString& proxy : trustedProxies) {
        const auto subnet = QHostAddress::parseSubnet(proxy);
        subnets.append({subnet.first, subnet.second});
    }
    return subnets;
}

shared::Result<ServerCommandLine> loadServerConfig(const QStringList& arguments,
                                                   const QMap<QString, QString>& environment) {
    ServerCommandLine line;
    ASSIGN_OR_RETURN(const Flags flags, readFlags(arguments));
    line.action = flags.action;
    line.backupFolder = flags.backupFolder;
    const bool needsConfig =
        line.action == ServerCommandLine::Action::Run || line.action == ServerCommandLine::Action::Backup;
    if (!needsConfig) return line;
    ASSIGN_OR_RETURN(const Source variables, readEnvironment(environment));

    const QString configKey = u"config"_s;
    const QString path =
        flags.values.contains(configKey) ? flags.values.value(configKey).value : variables.value(configKey).value;
    if (!path.isEmpty()) {
        ASSIGN_OR_RETURN(const Source file, readFile(path));
        RETURN_IF_ERROR(applySource(file, SettingOrigin::File, line));
    }
    RETURN_IF_ERROR(applySource(variables, SettingOrigin::Environment, line));
    RETURN_IF_ERROR(applySource(flags.values, SettingOrigin::Flag, line));
    while (line.config.publicUrl.endsWith(u'/'))
        line.config.publicUrl.chop(1);
    RETURN_IF_ERROR(check(line.config));
    fillAutomatic(line.config);
    return line;
}

QMap<QString, QString> processEnvironment() {
    QMap<QString, QString> map;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList keys = environment.keys();
    for (const QString& key : keys)
        map.insert(key, environment.value(key));
    return map;
}

QList<SettingDescription> describeSettings(const ServerConfig& config) {
    QList<SettingDescription> descriptions;
    for (const SettingRow& row : settingsTable()) {
        const bool ranged = row.kind == SettingKind::Number || row.kind == SettingKind::Size;
        descriptions.append({.key = QString::fromLatin1(row.key),
                             .type = settingTypeText(row),
                             .defaultValue = QString::fromLatin1(row.defaultValue),
                             .range = ranged ? u"%1..%2"_s.arg(row.lowest).arg(row.highest) : QString(),
                             .help = QString::fromLatin1(row.help),
                             .needsRestart = row.needsRestart,
                             .value = settingValue(row, config)});
    }
    return descriptions;
}

QString serverHelpText() {
    QString text =
        u"Usage: guildhall-server [--key value]...\n\n"
        "Each setting is a flag, an environment variable (GUILDHALL_PUBLIC_URL for public-url)\n"
        "and a key of the TOML file that --config names; the first of these that is given counts.\n\n"_s;
    const QList<SettingDescription> settings = describeSettings(ServerConfig());
    for (const SettingDescription& setting : settings) {
        text += u"  --%1 %2\n      %3"_s.arg(setting.key, setting.type, setting.help);
        if (!setting.defaultValue.isEmpty()) text += u" Default: %1."_s.arg(setting.defaultValue);
        text += u'\n';
    }
    return text +
           u"  --backup FOLDER\n      Copy the data folder (--data) to a new folder, also while a server works in it, "
           "and end.\n  --help\n      Print this text.\n  --version\n      Print the version.\n"_s;
}

QString serverVersionText() {
    return u"guildhall-server "_s + QString::fromLatin1(GUILDHALL_VERSION);
}

}  // namespace server
