#pragma once

#include <memory>
#include <span>

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QVariant>

class QSettings;

namespace app {

/** What people can choose, and what the window remembers of itself. Each is one row in Preferences.cpp. */
enum class Preference {
    Theme,                ///< text: "system", "light", "dark", "contrast"
    Accent,               ///< text: "#rrggbb", empty = the house's own
    Density,              ///< text: "cosy", "compact"
    Zoom,                 ///< whole: per cent, 80 to 200
    MessageFontSize,      ///< whole: pixels, 12 to 24
    LessMotion,           ///< yes or no
    Language,             ///< text: "de", ...; empty = the system's
    EnterSends,           ///< yes or no; else Enter makes a new line and Ctrl Enter sends
    SpellCheck,           ///< yes or no
    ShowEmbeds,           ///< yes or no
    NotifyMentions,       ///< yes or no
    NotifyDms,            ///< yes or no
    NotifyContent,        ///< yes or no: the text in the notification, else only who and where
    NotifySound,          ///< yes or no
    TrayIcon,             ///< yes or no
    HostInTray,           ///< text: "ask", "keep", "stop": when the window of a hosting app is closed
    StartHidden,          ///< yes or no
    WindowGeometry,       ///< bytes
    NavigationWidth,      ///< whole: pixels
    MembersWidth,         ///< whole: pixels
    MembersShown,         ///< yes or no
    LastAccount,          ///< text: key of the account shown last
    LastPlaces,           ///< texts: key of the account, guild, channel; see views/LastPlaces.h
    CollapsedCategories,  ///< texts: ids
    AllowPlainHttp,       ///< yes or no: servers without TLS beyond this machine
};

/** The kind of value a preference has; what does not fit is replaced by its default. */
enum class PreferenceKind { YesNo, Whole, Text, Texts, Bytes };

struct PreferenceRow {
    Preference preference;
    const char* key;  ///< in the settings file
    PreferenceKind kind;
    QVariant fallback;
    int least = 0;  ///< of a Whole
    int most = 0;
    const char* choices = nullptr;  ///< of a Text: words with '|' between them; null = anything
};

/**
 * The settings of this installation, kept in one file. On the UI thread.
 *
 * What stands in the file wrongly (another type, out of bounds, an unknown word) reads as the default.
 */
class Preferences final : public QObject {
    Q_OBJECT

 public:
    /** @param path of the file (INI); empty = where the system keeps settings */
    explicit Preferences(const QString& path = QString(), QObject* parent = nullptr);
    ~Preferences() override;

    bool yes(Preference preference) const { return value(preference).toBool(); }
    int whole(Preference preference) const { return value(preference).toInt(); }
    QString text(Preference preference) const { return value(preference).toString(); }
    QStringList texts(Preference preference) const { return value(preference).toStringList(); }
    QByteArray bytes(Preference preference) const { return value(preference).toByteArray(); }

    QVariant value(Preference preference) const;
    /** A value that does not fit is not taken. */
    void set(Preference preference, const QVariant& value);
    void reset(Preference preference);

    static std::span<const PreferenceRow> rows();
    static const PreferenceRow& row(Preference preference);

 Q_SIGNALS:
    void changed(app::Preference preference);

 private:
    std::unique_ptr<QSettings> m_settings;
};

}  // namespace app
