#include "app/settings/Preferences.h"

#include <iterator>
#include <optional>

#include <QtCore/QSettings>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using K = PreferenceKind;

const PreferenceRow kRows[] = {
    {Preference::Theme, "appearance/theme", K::Text, u"system"_s, 0, 0, "system|light|dark|contrast"},
    {Preference::Accent, "appearance/accent", K::Text, QString()},
    {Preference::Density, "appearance/density", K::Text, u"cosy"_s, 0, 0, "cosy|compact"},
    {Preference::Zoom, "appearance/zoom", K::Whole, 100, 80, 200},
    {Preference::MessageFontSize, "appearance/messageFontSize", K::Whole, 15, 12, 24},
    {Preference::LessMotion, "appearance/lessMotion", K::YesNo, false},
    {Preference::Language, "appearance/language", K::Text, QString()},
    {Preference::EnterSends, "writing/enterSends", K::YesNo, true},
    {Preference::SpellCheck, "writing/spellCheck", K::YesNo, true},
    {Preference::ShowEmbeds, "reading/embeds", K::YesNo, true},
    {Preference::NotifyMentions, "notifications/mentions", K::YesNo, true},
    {Preference::NotifyDms, "notifications/dms", K::YesNo, true},
    {Preference::NotifyContent, "notifications/content", K::YesNo, true},
    {Preference::NotifySound, "notifications/sound", K::YesNo, true},
    {Preference::TrayIcon, "desktop/tray", K::YesNo, true},
    {Preference::HostInTray, "desktop/hostInTray", K::Text, u"ask"_s, 0, 0, "ask|keep|stop"},
    {Preference::StartHidden, "desktop/startHidden", K::YesNo, false},
    {Preference::WindowGeometry, "window/geometry", K::Bytes, QByteArray()},
    {Preference::NavigationWidth, "window/navigation", K::Whole, 248, 208, 340},
    {Preference::MembersWidth, "window/members", K::Whole, 232, 200, 560},
    {Preference::MembersShown, "window/membersShown", K::YesNo, true},
    {Preference::LastAccount, "window/account", K::Text, QString()},
    {Preference::LastPlaces, "window/places", K::Texts, QStringList()},
    {Preference::CollapsedCategories, "window/collapsed", K::Texts, QStringList()},
    {Preference::AllowPlainHttp, "network/allowPlainHttp", K::YesNo, false},
};

/** The value as the row's type, or nothing when it does not fit. */
std::optional<QVariant> fitted(const PreferenceRow& row, const QVariant& value) {
    switch (row.kind) {
        case K::YesNo: {
            const QString word = value.toString().toLower();
            if (word == "true"_L1 || word == "1"_L1) return QVariant(true);
            if (word == "false"_L1 || word == "0"_L1) return QVariant(false);
            return std::nullopt;
        }
        case K::Whole: {
            bool isNumber = false;
            const int number = value.toInt(&isNumber);
            if (!isNumber || number < row.least || number > row.most) return std::nullopt;
            return QVariant(number);
        }
        case K::Text:
            if (!value.canConvert<QString>()) return std::nullopt;
            if (row.choices != nullptr && !QString::fromLatin1(row.choices).split(u'|').contains(value.toString()))
                return std::nullopt;
            return QVariant(value.toString());
        case K::Texts:
            return QVariant(value.toStringList());
        case K::Bytes:
            return QVariant(value.toByteArray());
    }
    return std::nullopt;
}

}  // namespace

Preferences::Preferences(const QString& path, QObject* parent)
    : QObject(parent),
      m_settings(path.isEmpty() ? std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                              u"Guildhall"_s, u"guildhall"_s)
                                : std::make_unique<QSettings>(path, QSettings::IniFormat)) {}

Preferences::~Preferences() = default;

QVariant Preferences::value(Preference preference) const {
    const PreferenceRow& line = row(preference);
    const QVariant stored = m_settings->value(QLatin1StringView(line.key));
    if (!stored.isValid()) return line.fallback;
    return fitted(line, stored).value_or(line.fallback);
}

void Preferences::set(Preference preference, const QVariant& value) {
    const PreferenceRow& line = row(preference);
    const auto fitting = fitted(line, value);
    if (!fitting || *fitting == this->value(preference)) return;
    m_settings->setValue(QLatin1StringView(line.key), *fitting);
    Q_EMIT changed(preference);
}

void Preferences::reset(Preference preference) {
    const QVariant before = value(preference);
    m_settings->remove(QLatin1StringView(row(preference).key));
    if (value(preference) != before) Q_EMIT changed(preference);
}

std::span<const PreferenceRow> Preferences::rows() {
    return kRows;
}

const PreferenceRow& Preferences::row(Preference preference) {
    const PreferenceRow& line = kRows[static_cast<size_t>(preference)];
    Q_ASSERT(line.preference == preference);
    return line;
}

}  // namespace app
