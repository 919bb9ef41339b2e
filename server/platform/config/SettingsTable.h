#pragma once

#include <span>
#include <variant>

#include "server/platform/config/ServerConfig.h"

namespace server {

/** What a value may look like; `size` takes a number of bytes with an optional KiB, MiB or GiB. */
enum class SettingKind { OnOff, Number, Size, Text, Path, List, Word };

/** One row of the table of settings. */
struct SettingRow {
    using Member = std::variant<bool ServerConfig::*, int ServerConfig::*, qint64 ServerConfig::*,
                                QString ServerConfig::*, QStringList ServerConfig::*, Registration ServerConfig::*,
                                LogLevel ServerConfig::*, LogFormat ServerConfig::*>;
    const char* key;
    SettingKind kind;
    Member member;
    const char* defaultValue;
    qint64 lowest;  ///< of a number or size
    qint64 highest;
    const char* words;  ///< of SettingKind::Word, in the order of the enum: "open|invite|closed"
    bool needsRestart;
    const char* help;
};

std::span<const SettingRow> settingsTable();
/** Null if there is no such key. */
const SettingRow* findSetting(QStringView key);
/** The known key that is written most alike, by edit distance. */
QString nearestSetting(QStringView key);
/** Checks `text` by the row and puts it into its member. Error: BadRequest, "must be ..." without the key. */
shared::Result<void> applySetting(const SettingRow& row, const QString& text, ServerConfig& config);
/** The value as text, as applySetting would take it. */
QString settingValue(const SettingRow& row, const ServerConfig& config);
/** For --help: "on|off", "NUMBER", ... */
QString settingTypeText(const SettingRow& row);

}  // namespace server
