#pragma once

#include <array>
#include <memory>

#include <QtCore/QObject>
#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QPalette>
#include <QtGui/QPixmap>

#include "app/widgets/Tokens.h"

QT_BEGIN_NAMESPACE
class QApplication;
class QJsonObject;
QT_END_NAMESPACE

namespace app {

class Icons;

/** How an icon is drawn: Auto takes `regular` from 18 px up and `bold` below. */
enum class IconWeight { Auto, Fill };

/**
 * Colours, type, sizes and icons of the whole app, read from the design's tokens.
 *
 * One object, made by the composition root and handed to every widget. GUI thread only. After a change of any setting
 * `changed` is emitted once; widgets then lay out and paint anew.
 */
class Theme : public QObject {
    Q_OBJECT
 public:
    explicit Theme(QObject* parent = nullptr);
    ~Theme() override;

    /** False when the tokens in the resources cannot be read: a broken build. */
    bool isValid() const { return m_valid; }

    ThemeKind kind() const { return m_kind; }
    void setKind(ThemeKind kind);
    Density density() const { return m_density; }
    void setDensity(Density density);
    /** 0.8 to 2.0; other values are brought into that range. */
    double zoom() const { return m_zoom; }
    void setZoom(double zoom);
    /** Size of the text of messages at 100 % zoom, 12 to 24 px. */
    int messageSize() const { return m_messageSize; }
    void setMessageSize(int px);
    bool lessMotion() const { return m_lessMotion; }
    void setLessMotion(bool less);
    /** An accent of one's own, made readable on every surface; an invalid colour = the design's. */
    void setAccent(const QColor& accent);
    bool isDark() const { return m_kind != ThemeKind::Light; }

    QColor colour(Token token) const { return m_colours[static_cast<size_t>(token)]; }
    /** The same of another theme, without an own accent (previews, tests). */
    QColor colour(ThemeKind kind, Token token) const;
    /** Name of a token in the file. */
    static QLatin1StringView name(Token token);

    /** `px` design pixels at the present zoom, at least 1 for anything above 0. */
    int px(double px) const;
    const Metrics& metrics() const { return m_metrics; }
    const Radii& radii() const { return m_radii; }
    Motion motion() const;
    /** The value of a pair that the density chooses, scaled. */
    int byDensity(const int (&pair)[2]) const { return px(pair[static_cast<int>(m_density)]); }

    /** Scaled by zoom; Message and MessageName also by messageSize. */
    QFont font(TextStyle style) const { return m_fonts[static_cast<size_t>(style)]; }
    int lineHeight(TextStyle style) const { return m_lines[static_cast<size_t>(style)]; }
    /** The colour emoji font at a pixel size. Emoji are set as runs of their own. */
    QFont emojiFont(int pixelSize) const;

    /** Background of an avatar without a picture; the user's id chooses one of twelve hues. */
    QColor avatarHue(quint64 id) const;
    /** Colour of a name on this theme for somebody without a coloured role. */
    QColor nameHue(quint64 id) const;
    /** `rgb` of a role (0 = none), readable on `surface`; without one the hue of the id. */
    QColor nameColour(quint32 rgb, quint64 id, Token surface) const;
    /** Mixes `wanted` towards `text` in steps of 5 % until it has a contrast of 4.5 on `surface`. */
    QColor readable(const QColor& wanted, const QColor& surface) const;
    /** Contrast ratio of WCAG, 1 to 21. */
    static double contrast(const QColor& a, const QColor& b);
    static QColor mix(const QColor& from, const QColor& to, double part);

    /** An icon of the set, `size` scaled design pixels wide; empty for a name that is not in the resources. */
    QPixmap icon(QLatin1StringView name, int size, const QColor& colour, IconWeight weight = IconWeight::Auto,
                 Qt::LayoutDirection direction = Qt::LeftToRight, double pixelRatio = 1.0) const;
    QPixmap icon(const QString& name, int size, const QColor& colour, IconWeight weight = IconWeight::Auto,
                 Qt::LayoutDirection direction = Qt::LeftToRight, double pixelRatio = 1.0) const;

    QPalette palette() const;
    /** The one style sheet, filled with the tokens. */
    QString styleSheet() const;
    /** Sets palette, font and style sheet of the app, now and after every change. The style is AppStyle. */
    void applyTo(QApplication& application);

 Q_SIGNALS:
    void changed();

 private:
    void load();
    void loadType(const QJsonObject& type);
    void loadMetrics(const QJsonObject& metrics);
    void rebuild();
    void rebuildAccent();
    void rebuildFonts();
    void notify();

    struct Hue {
        QColor avatar;
        std::array<QColor, 3> name;
    };
    struct TypeRole {
        int px = 14, line = 20, weight = 400;
        bool mono = false;
    };

    bool m_valid = false;
    ThemeKind m_kind = ThemeKind::Light;
    Density m_density = Density::Cosy;
    double m_zoom = 1.0;
    int m_messageSize = 15;
    bool m_lessMotion = false;
    QColor m_accent;
    std::array<std::array<QColor, static_cast<size_t>(Token::Count)>, 3> m_all;
    std::array<QColor, static_cast<size_t>(Token::Count)> m_colours;
    std::array<TypeRole, static_cast<size_t>(TextStyle::Count)> m_type;
    std::array<QFont, static_cast<size_t>(TextStyle::Count)> m_fonts;
    std::array<int, static_cast<size_t>(TextStyle::Count)> m_lines = {};
    std::array<Hue, 12> m_hues;
    QStringList m_families;
    QString m_monoFamily;
    QString m_emojiFamily;
    Metrics m_metrics;
    Radii m_radii;
    Motion m_motion;
    std::unique_ptr<Icons> m_icons;
    QApplication* m_application = nullptr;
};

}  // namespace app
