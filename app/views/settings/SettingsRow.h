#pragma once

#include "app/settings/Preferences.h"
#include "app/widgets/Surfaces.h"

namespace app {

/** One setting: its name, a few words about it, and at the end what changes it. A line below. */
class SettingsRow final : public QWidget {
    Q_OBJECT
 public:
    SettingsRow(const Theme& theme, const QString& title, const QString& text, QWidget* control,
                QWidget* parent = nullptr);

    /** A switch that is bound to a yes-or-no preference. */
    static SettingsRow* yesNo(const Theme& theme, Preferences& preferences, Preference preference, const QString& title,
                              const QString& text);
    /** Segments for a preference of a few words, in the order of `values`. */
    static SettingsRow* words(const Theme& theme, Preferences& preferences, Preference preference, const QString& title,
                              const QString& text, const QStringList& values, const QStringList& names);
    /** A slider for a whole number, with the value and its unit beside it. @param unit "%1 px" */
    static SettingsRow* whole(const Theme& theme, Preferences& preferences, Preference preference, const QString& title,
                              const QString& text, int step, const QString& unit);

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
};

}  // namespace app
