#include "server/platform/config/SettingsTable.h"

#include <limits>

namespace server {
namespace {

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;
using Kind = SettingKind;
using C = ServerConfig;

constexpr qint64 kKiB = 1024;
constexpr qint64 kMiB = 1024 * kKiB;
constexpr qint64 kGiB = 1024 * kMiB;

// clang-format off
const SettingRow kTable[] = {
    {"data", Kind::Path, &C::dataFolder, "guildhall-data", 0, 0, "", true,
     "Folder for everything that the server keeps."},
    {"listen", Kind::Text, &C::listen, "127.0.0.1:8080", 0, 0, "", true,
     "Address and port for REST, Gateway and files; port 0 takes a free one, 0.0.0.0 or [::] every address."},
    {"public-url", Kind::Text, &C::publicUrl, "", 0, 0, "", true,
     "How clients reach the server, where that is not what it listens on: https://chat.example.org"},
    {"config", Kind::Path, &C::configFile, "", 0, 0, "", true,
     "TOML file with these settings, each by its name."},
    {"server-name", Kind::Text, &C::serverName, "Guildhall", 0, 0, "", false,
     "What people see this server called."},
    {"registration", Kind::Word, &C::registration, "invite", 0, 0, "open|invite|closed", false,
     "Who may make an account: anyone, who has an invite, nobody."},
    {"registration-limit", Kind::Number, &C::registrationLimit, "20", 0, 1'000'000, "", false,
     "New accounts per address and hour; 0 for no limit."},
    {"login-failure-limit", Kind::Number, &C::loginFailureLimit, "10", 0, 1'000'000, "", false,
     "Failed log-ins to one account from one address in 15 minutes; ten times as many to it from anywhere, five times "
     "as many from an address. 0 for no limit."},
    {"owner-secret-file", Kind::Path, &C::ownerSecretFile, "owner-secret", 0, 0, "", true,
     "File, in the data folder, with the one-time secret that makes the owner's account."},
    {"rate-limits", Kind::OnOff, &C::rateLimits, "on", 0, 0, "", false,
     "Discord's limits of requests per route and account."},
    {"max-concurrency", Kind::Number, &C::maxConcurrency, "16", 1, 10'000, "", false,
     "Gateway sessions that a bot may open in 5 seconds."},
    {"identify-limit", Kind::Number, &C::identifyLimit, "1000", 1, 1'000'000, "", false,
     "Gateway sessions that a bot may open in a day."},
    {"heartbeat-interval", Kind::Number, &C::heartbeatMs, "41250", 1'000, 600'000, "", false,
     "Milliseconds between two heartbeats of a Gateway session."},
    {"resume-window", Kind::Number, &C::resumeSeconds, "180", 0, 86'400, "", false,
     "Seconds for which a lost Gateway session can be resumed."},
    {"gateway-queue-limit", Kind::Size, &C::gatewayQueueLimit, "8MiB", 64 * kKiB, kGiB, "", false,
     "Unsent bytes after which a slow Gateway session is cut."},
    {"metrics-public", Kind::OnOff, &C::metricsPublic, "off", 0, 0, "", false,
     "Serve /metrics to every address, not only to this machine."},
    {"trusted-proxies", Kind::List, &C::trustedProxies, "", 0, 0, "", true,
     "Addresses or subnets whose X-Forwarded-For and X-Forwarded-Proto are believed."},
    {"tls", Kind::OnOff, &C::tls, "on", 0, 0, "", true,
     "Answer TLS on the port, beside plain HTTP."},
    {"tls-certificate", Kind::Path, &C::tlsCertificate, "", 0, 0, "", true,
     "PEM file with the certificate chain; without it the server makes its own."},
    {"tls-key", Kind::Path, &C::tlsKey, "", 0, 0, "", true,
     "PEM file with the key of tls-certificate."},
    {"allow-plain-http", Kind::OnOff, &C::allowPlainHttp, "off", 0, 0, "", true,
     "Serve plain HTTP to every address, not only to this machine and to trusted-proxies."},
    {"log-level", Kind::Word, &C::logLevel, "info", 0, 0, "debug|info|warning|error", false,
     "The least important lines to log."},
    {"log-format", Kind::Word, &C::logFormat, "json", 0, 0, "json|text", false,
     "How a line of the log is written."},
    {"workers", Kind::Number, &C::workers, "0", 0, 1024, "", true,
     "Threads for requests; 0 for what suits the machine."},
    {"hash-workers", Kind::Number, &C::hashWorkers, "0", 0, 256, "", true,
     "Threads for password hashes and thumbnails; 0 for what suits the machine."},
    {"gateway-threads", Kind::Number, &C::gatewayThreads, "0", 0, 256, "", true,
     "Threads for Gateway sessions; 0 for what suits the machine."},
    {"body-limit", Kind::Size, &C::bodyLimit, "1MiB", kKiB, kGiB, "", false,
     "Largest body of a request without files."},
    {"attachment-limit", Kind::Size, &C::attachmentLimit, "25MiB", kKiB, 16 * kGiB, "", false,
     "Largest attached file."},
    {"upload-limit", Kind::Size, &C::uploadLimit, "101MiB", kKiB, 64 * kGiB, "", false,
     "Largest body of a request with files."},
    {"connection-limit", Kind::Number, &C::connectionLimit, "20000", 10, 10'000'000, "", true,
     "Connections at a time, Gateway sessions included."},
    {"connection-limit-per-address", Kind::Number, &C::connectionLimitPerAddress, "256", 1, 10'000'000, "", true,
     "Connections of one address at a time; this machine and trusted-proxies are free of it."},
    {"database-cache", Kind::Number, &C::databaseCacheMib, "16", 1, 65'536, "", true,
     "MiB of memory for each database connection's pages."},
};
// clang-format on

int editDistance(QStringView a, QStringView b) {
    std::vector<int> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({row[at] + 1, row[at - 1] + 1, changed});
        }
    }
    return row.back();
}

Error mustBe(const QString& what) {
    return Error(ErrorCode::BadRequest, u"must be "_s + what);
}

std::optional<qint64> parseSize(QString text) {
    qint64 unit = 1;
    const std::pair<QLatin1StringView, qint64> units[] = {{"kib"_L1, kKiB}, {"mib"_L1, kMiB}, {"gib"_L1, kGiB},
                                                          {"k"_L1, kKiB},   {"m"_L1, kMiB},   {"g"_L1, kGiB}};
    for (const auto& [suffix, factor] : units) {
        if (!text.endsWith(suffix, Qt::CaseInsensitive)) continue;
        unit = factor;
        text.chop(suffix.size());
        break;
    }
    bool ok = false;
    const qint64 number = text.trimmed().toLongLong(&ok);
    if (!ok || number < 0 || number > std::numeric_limits<qint64>::max() / unit) return std::nullopt;
    return number * unit;
}

QString sizeText(qint64 bytes) {
    if (bytes && bytes % kGiB == 0) return QString::number(bytes / kGiB) + "GiB"_L1;
    if (bytes && bytes % kMiB == 0) return QString::number(bytes / kMiB) + "MiB"_L1;
    if (bytes && bytes % kKiB == 0) return QString::number(bytes / kKiB) + "KiB"_L1;
    return QString::number(bytes);
}

shared::Result<qint64> parseNumber(const SettingRow& row, const QString& text) {
    const bool isSize = row.kind == Kind::Size;
    const auto write = [&](qint64 n) { return isSize ? sizeText(n) : QString::number(n); };
    std::optional<qint64> number;
    if (isSize) {
        number = parseSize(text.trimmed());
    } else {
        bool ok = false;
        const qint64 parsed = text.trimmed().toLongLong(&ok);
        if (ok) number = parsed;
    }
    if (number && *number >= row.lowest && *number <= row.highest) return *number;
    return mustBe(u"a %1 from %2 to %3"_s.arg(isSize ? u"size"_s : u"number"_s, write(row.lowest), write(row.highest)));
}

QStringList wordsOf(const SettingRow& row) {
    return QString::fromLatin1(row.words).split(u'|');
}

shared::Result<bool> parseOnOff(const QString& text) {
    if (text == "on"_L1 || text == "true"_L1) return true;
    if (text == "off"_L1 || text == "false"_L1) return false;
    return mustBe(u"on or off"_s);
}

/** Puts text into a member of whatever type the row has. */
struct Apply {
    const SettingRow& row;
    const QString& text;
    ServerConfig& config;

    shared::Result<void> operator()(bool C::*member) const {
        ASSIGN_OR_RETURN(config.*member, parseOnOff(text));
        return {};
    }
    shared::Result<void> operator()(int C::*member) const {
        ASSIGN_OR_RETURN(const qint64 number, parseNumber(row, text));
        config.*member = static_cast<int>(number);
        return {};
    }
    shared::Result<void> operator()(qint64 C::*member) const {
        ASSIGN_OR_RETURN(config.*member, parseNumber(row, text));
        return {};
    }
    shared::Result<void> operator()(QString C::*member) const {
        config.*member = text;
        return {};
    }
    shared::Result<void> operator()(QStringList C::*member) const {
        QStringList list;
        for (const QString& item : text.split(u',', Qt::SkipEmptyParts))
            list << item.trimmed();
        config.*member = list;
        return {};
    }
    template <class Enum>
    shared::Result<void> operator()(Enum C::*member) const {
        const QStringList words = wordsOf(row);
        const qsizetype index = words.indexOf(text);
        if (index < 0) return mustBe(words.mid(0, words.size() - 1).join(", "_L1) + " or "_L1 + words.last());
        config.*member = static_cast<Enum>(index);
        return {};
    }
};

struct ToText {
    const SettingRow& row;
    const ServerConfig& config;

    QString operator()(bool C::*member) const { return config.*member ? u"on"_s : u"off"_s; }
    QString operator()(int C::*member) const { return QString::number(config.*member); }
    QString operator()(qint64 C::*member) const { return sizeText(config.*member); }
    QString operator()(QString C::*member) const { return config.*member; }
    QString operator()(QStringList C::*member) const { return (config.*member).join(u','); }
    template <class Enum>
    QString operator()(Enum C::*member) const {
        return wordsOf(row).at(static_cast<int>(config.*member));
    }
};

}  // namespace

std::span<const SettingRow> settingsTable() {
    return kTable;
}

const SettingRow* findSetting(QStringView key) {
    for (const SettingRow& row : kTable) {
        if (key == QLatin1StringView(row.key)) return &row;
    }
    return nullptr;
}

QString nearestSetting(QStringView key) {
    QString nearest;
    int best = std::numeric_limits<int>::max();
    for (const SettingRow& row : kTable) {
        const QString known = QString::fromLatin1(row.key);
        const int distance = editDistance(key, known);
        if (distance >= best) continue;
        best = distance;
        nearest = known;
    }
    return nearest;
}

shared::Result<void> applySetting(const SettingRow& row, const QString& text, ServerConfig& config) {
    return std::visit(Apply{row, text, config}, row.member);
}

QString settingValue(const SettingRow& row, const ServerConfig& config) {
    return std::visit(ToText{row, config}, row.member);
}

QString settingTypeText(const SettingRow& row) {
    switch (row.kind) {
        case Kind::OnOff:
            return u"on|off"_s;
        case Kind::Number:
            return u"number"_s;
        case Kind::Size:
            return u"size"_s;
        case Kind::Text:
            return u"text"_s;
        case Kind::Path:
            return u"path"_s;
        case Kind::List:
            return u"list"_s;
        case Kind::Word:
            return QString::fromLatin1(row.words);
    }
    return {};
}

}  // namespace server
