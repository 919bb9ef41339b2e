#include "app/widgets/Theme.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QLoggingCategory>
#include <QtCore/QRegularExpression>
#include <QtGui/QFontDatabase>
#include <QtWidgets/QApplication>

#include "app/widgets/AppStyle.h"
#include "app/widgets/Icons.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

Q_LOGGING_CATEGORY(lcTheme, "app.widgets")

constexpr double kTextContrast = 4.5;
constexpr double kMixStep = 0.05;
constexpr double kZoomMin = 0.8;
constexpr double kZoomMax = 2.0;
constexpr int kMessageMin = 12;
constexpr int kMessageMax = 24;
constexpr int kMessageLineExtra = 7;

constexpr QLatin1StringView kTokenNames[] = {
#define APP_TOKEN(name, key) QLatin1StringView(#key),
    APP_COLOUR_TOKENS(APP_TOKEN)
#undef APP_TOKEN
};
constexpr QLatin1StringView kThemeNames[] = {"light"_L1, "dark"_L1, "contrast"_L1};
constexpr QLatin1StringView kHueNames[] = {"brick"_L1,  "rust"_L1,      "brass"_L1,   "moss"_L1,
                                           "fern"_L1,   "verdigris"_L1, "harbour"_L1, "slate"_L1,
                                           "indigo"_L1, "plum"_L1,      "heather"_L1, "rose"_L1};

double channelLuminance(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * channelLuminance(colour.redF()) + 0.7152 * channelLuminance(colour.greenF()) +
           0.0722 * channelLuminance(colour.blueF());
}

void readPair(const QJsonObject& object, int (&pair)[2]) {
    pair[0] = object["cosy"_L1].toInt();
    pair[1] = object["compact"_L1].toInt();
}

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent), m_icons(std::make_unique<Icons>()) {
    load();
    rebuild();
}

Theme::~Theme() = default;

QLatin1StringView Theme::name(Token token) {
    return kTokenNames[static_cast<size_t>(token)];
}

void Theme::load() {
    QFile file(u":/design/tokens.json"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qCCritical(lcTheme) << "the design's tokens are missing from the resources";
        return;
    }
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    m_valid = true;
    for (size_t kind = 0; kind < m_all.size(); ++kind) {
        const QJsonObject colours = root["themes"_L1][kThemeNames[kind]].toObject();
        for (size_t token = 0; token < m_colours.size(); ++token) {
            m_all[kind][token] = QColor(colours[kTokenNames[token]].toString());
            if (!m_all[kind][token].isValid()) {
                qCCritical(lcTheme) << "no colour for" << kTokenNames[token] << "in" << kThemeNames[kind];
                m_valid = false;
            }
        }
    }
    const QJsonObject hues = root["hues"_L1].toObject();
    for (size_t i = 0; i < m_hues.size(); ++i) {
        const QJsonObject hue = hues[kHueNames[i]].toObject();
        m_hues[i].avatar = QColor(hue["avatar"_L1].toString());
        for (size_t kind = 0; kind < 3; ++kind)
            m_hues[i].name[kind] = QColor(hue[kThemeNames[kind]].toString());
    }
    loadType(root["type"_L1].toObject());
    loadMetrics(root["metrics"_L1].toObject());
    const QJsonObject radius = root["radius"_L1].toObject();
    const auto r = [&](QLatin1StringView key) { return radius[key].toInt(); };
    m_radii = {r("chip"_L1), r("row"_L1),  r("control"_L1), r("file"_L1),
               r("card"_L1), r("tile"_L1), r("popup"_L1),   r("dialog"_L1)};
    const QJsonObject motion = root["motion"_L1].toObject();
    const auto ms = [&](QLatin1StringView key) { return motion[key].toInt(); };
    m_motion = {ms("popupMs"_L1),         ms("panelMs"_L1), ms("toastMs"_L1),     ms("toastStayMs"_L1),
                ms("toastUndoStayMs"_L1), ms("flashMs"_L1), ms("typingLoopMs"_L1)};
}

void Theme::loadType(const QJsonObject& type) {
    m_families = {type["ui"_L1].toString()};
    for (const auto family : type["fallback"_L1].toArray())
        m_families << family.toString();
    m_monoFamily = type["mono"_L1].toString();
    m_emojiFamily = type["emoji"_L1].toString();
    static constexpr std::pair<TextStyle, QLatin1StringView> kRoles[] = {
        {TextStyle::Display, "display"_L1}, {TextStyle::Title, "title"_L1},     {TextStyle::Heading, "heading"_L1},
        {TextStyle::Message, "message"_L1}, {TextStyle::Ui, "ui"_L1},           {TextStyle::UiStrong, "uiStrong"_L1},
        {TextStyle::Small, "small"_L1},     {TextStyle::Caption, "caption"_L1}, {TextStyle::Section, "section"_L1},
        {TextStyle::Badge, "badge"_L1},     {TextStyle::Code, "code"_L1},       {TextStyle::Stat, "stat"_L1}};
    const QJsonObject roles = type["roles"_L1].toObject();
    for (const auto& [style, key] : kRoles) {
        const QJsonObject role = roles[key].toObject();
        m_type[static_cast<size_t>(style)] = {role["px"_L1].toInt(14), role["line"_L1].toInt(20),
                                              role["weight"_L1].toInt(400), role.contains("family"_L1)};
    }
    const auto derive = [&](TextStyle to, TextStyle from, int weight) {
        m_type[static_cast<size_t>(to)] = m_type[static_cast<size_t>(from)];
        m_type[static_cast<size_t>(to)].weight = weight;
    };
    derive(TextStyle::MessageName, TextStyle::Message, QFont::DemiBold);
    derive(TextStyle::SmallStrong, TextStyle::Small, QFont::Medium);
    derive(TextStyle::CaptionStrong, TextStyle::Caption, QFont::Medium);
    m_messageSize = m_type[static_cast<size_t>(TextStyle::Message)].px;
}

void Theme::loadMetrics(const QJsonObject& metrics) {
    Metrics& m = m_metrics;
    const auto number = [&](QLatin1StringView key) { return metrics[key].toInt(); };
    const auto inner = [&](QLatin1StringView group, QLatin1StringView key) { return metrics[group][key].toInt(); };
    m.rail = number("rail"_L1);
    m.tile = number("tile"_L1);
    m.tilePitch = number("tilePitch"_L1);
    m.navMin = inner("nav"_L1, "min"_L1);
    m.nav = inner("nav"_L1, "def"_L1);
    m.navMax = inner("nav"_L1, "max"_L1);
    m.header = number("header"_L1);
    m.membersMin = inner("members"_L1, "min"_L1);
    m.members = inner("members"_L1, "def"_L1);
    m.membersMax = inner("members"_L1, "max"_L1);
    m.sidePanelMin = inner("sidePanel"_L1, "min"_L1);
    m.sidePanel = inner("sidePanel"_L1, "def"_L1);
    m.sidePanelMax = inner("sidePanel"_L1, "max"_L1);
    readPair(metrics["channelRow"_L1].toObject(), m.channelRow);
    readPair(metrics["category"_L1].toObject(), m.category);
    readPair(metrics["voiceMember"_L1].toObject(), m.voiceMember);
    readPair(metrics["memberRow"_L1].toObject(), m.memberRow);
    m.menuRow = number("menuRow"_L1);
    m.optionRow = number("optionRow"_L1);
    m.tableRow = number("tableRow"_L1);
    m.buttonSmall = inner("button"_L1, "small"_L1);
    m.button = inner("button"_L1, "normal"_L1);
    m.buttonLarge = inner("button"_L1, "large"_L1);
    m.iconButtonSmall = inner("iconButton"_L1, "small"_L1);
    m.iconButton = inner("iconButton"_L1, "normal"_L1);
    m.field = number("field"_L1);
    m.search = number("search"_L1);
    m.composerMin = number("composerMin"_L1);
    m.composerMaxFraction = metrics["composerMaxFraction"_L1].toDouble();
    m.typingLine = number("typingLine"_L1);
    m.banner = number("banner"_L1);
    m.scrollBar = number("scrollBar"_L1);
    m.scrollBarHover = number("scrollBarHover"_L1);
    m.focusRing = number("focusRing"_L1);
    m.focusOffset = number("focusOffset"_L1);
    m.timelineAvatar = inner("timeline"_L1, "avatar"_L1);
    m.timelineAvatarLeft = inner("timeline"_L1, "avatarLeft"_L1);
    m.timelineTextLeft = inner("timeline"_L1, "textLeft"_L1);
    m.timelineRight = inner("timeline"_L1, "right"_L1);
    m.timelineGroupGap = inner("timeline"_L1, "groupGap"_L1);
    m.timelineRowPad = inner("timeline"_L1, "rowPad"_L1);
    m.timelineGroupMinutes = inner("timeline"_L1, "groupMinutes"_L1);
    const QJsonArray image = metrics["timeline"_L1]["imageMax"_L1].toArray();
    m.imageMaxWidth = image[0].toInt();
    m.imageMaxHeight = image[1].toInt();
    m.codeMax = inner("timeline"_L1, "codeMax"_L1);
}

void Theme::rebuild() {
    m_colours = m_all[static_cast<size_t>(m_kind)];
    if (m_accent.isValid()) rebuildAccent();
    rebuildFonts();
}

void Theme::rebuildAccent() {
    const auto set = [&](Token token, const QColor& value) { m_colours[static_cast<size_t>(token)] = value; };
    const QColor base = colour(Token::Base);
    const QColor towards = isDark() ? Qt::white : Qt::black;
    // Fills carry white text: darken until it is readable there.
    QColor fill = m_accent;
    const QColor onFill = colour(Token::OnAccent);
    const QColor away = luminance(onFill) > 0.5 ? Qt::black : Qt::white;
    for (int i = 0; i < 20 && contrast(fill, onFill) < kTextContrast; ++i)
        fill = mix(fill, away, kMixStep);
    // As text it stands on every surface: the least friendly ones decide.
    QColor text = m_accent;
    const Token surfaces[] = {Token::Rail, Token::Nav, Token::Base, Token::Overlay, Token::Pressed, Token::NavHover};
    const auto worst = [&](const QColor& value) {
        double lowest = 21;
        for (const Token surface : surfaces)
            lowest = qMin(lowest, contrast(value, colour(surface)));
        return lowest;
    };
    for (int i = 0; i < 20 && worst(text) < kTextContrast; ++i)
        text = mix(text, towards, kMixStep);
    set(Token::Accent, fill);
    set(Token::AccentHover, mix(fill, away, 0.12));
    set(Token::AccentPressed, mix(fill, away, 0.24));
    set(Token::AccentText, text);
    set(Token::Focus, text);
    const QColor soft = mix(base, m_accent, isDark() ? 0.22 : 0.15);
    for (const Token token : {Token::AccentSoft, Token::Selected, Token::PillBg, Token::Flash})
        set(token, soft);
    const QColor onSoft = readable(text, soft);
    set(Token::SelectedText, onSoft);
    set(Token::PillText, onSoft);
}

void Theme::rebuildFonts() {
    for (size_t i = 0; i < m_fonts.size(); ++i) {
        const TypeRole& role = m_type[i];
        QFont font;
        const auto style = static_cast<TextStyle>(i);
        const bool message = style == TextStyle::Message || style == TextStyle::MessageName;
        font.setFamilies(role.mono ? QStringList{m_monoFamily} + m_families : m_families);
        font.setPixelSize(px(message ? m_messageSize : role.px));
        font.setWeight(static_cast<QFont::Weight>(role.weight));
        font.setHintingPreference(QFont::PreferNoHinting);
        m_fonts[i] = font;
        m_lines[i] = px(message ? qMax(role.line, m_messageSize + kMessageLineExtra) : role.line);
    }
}

void Theme::notify() {
    rebuild();
    if (m_application) applyTo(*m_application);
    Q_EMIT changed();
}

void Theme::setKind(ThemeKind kind) {
    if (m_kind == kind) return;
    m_kind = kind;
    notify();
}

void Theme::setDensity(Density density) {
    if (m_density == density) return;
    m_density = density;
    notify();
}

void Theme::setZoom(double zoom) {
    zoom = qBound(kZoomMin, zoom, kZoomMax);
    if (qFuzzyCompare(m_zoom, zoom)) return;
    m_zoom = zoom;
    notify();
}

void Theme::setMessageSize(int size) {
    size = qBound(kMessageMin, size, kMessageMax);
    if (m_messageSize == size) return;
    m_messageSize = size;
    notify();
}

void Theme::setLessMotion(bool less) {
    if (m_lessMotion == less) return;
    m_lessMotion = less;
    notify();
}

void Theme::setAccent(const QColor& accent) {
    if (m_accent == accent) return;
    m_accent = accent;
    notify();
}

QColor Theme::colour(ThemeKind kind, Token token) const {
    return m_all[static_cast<size_t>(kind)][static_cast<size_t>(token)];
}

int Theme::px(double px) const {
    return px <= 0 ? 0 : qMax(1, qRound(px * m_zoom));
}

Motion Theme::motion() const {
    Motion motion = m_motion;
    if (m_lessMotion) motion.popup = motion.panel = motion.toast = motion.flash = motion.typingLoop = 0;
    return motion;
}

QFont Theme::emojiFont(int pixelSize) const {
    QFont font;
    font.setFamilies({m_emojiFamily});
    font.setPixelSize(qMax(1, pixelSize));
    font.setStyleStrategy(QFont::NoFontMerging);
    return font;
}

QColor Theme::avatarHue(quint64 id) const {
    return m_hues[id % m_hues.size()].avatar;
}

QColor Theme::nameHue(quint64 id) const {
    return m_hues[id % m_hues.size()].name[static_cast<size_t>(m_kind)];
}

QColor Theme::nameColour(quint32 rgb, quint64 id, Token surface) const {
    // A colour of our own twelve has its own shade on every theme.
    for (const Hue& hue : m_hues) {
        const bool ours = rgb != 0 && ((hue.name[0].rgb() & 0xFFFFFF) == rgb || (hue.avatar.rgb() & 0xFFFFFF) == rgb);
        if (ours) return readable(hue.name[static_cast<size_t>(m_kind)], colour(surface));
    }
    return readable(rgb != 0 ? QColor(QRgb(rgb)) : nameHue(id), colour(surface));
}

QColor Theme::mix(const QColor& from, const QColor& to, double part) {
    const auto blend = [part](double a, double b) { return static_cast<float>(a + (b - a) * part); };
    return QColor::fromRgbF(blend(from.redF(), to.redF()), blend(from.greenF(), to.greenF()),
                            blend(from.blueF(), to.blueF()));
}

double Theme::contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

QColor Theme::readable(const QColor& wanted, const QColor& surface) const {
    QColor shown = wanted;
    for (double part = kMixStep; contrast(shown, surface) < kTextContrast && part <= 1.0; part += kMixStep) {
        shown = mix(wanted, colour(Token::Text), part);
    }
    return shown;
}

QPixmap Theme::icon(const QString& name, int size, const QColor& colour, IconWeight weight,
                    Qt::LayoutDirection direction, double pixelRatio) const {
    return m_icons->pixmap(name, size, colour, weight == IconWeight::Fill, direction == Qt::RightToLeft, pixelRatio);
}

QPixmap Theme::icon(QLatin1StringView name, int size, const QColor& colour, IconWeight weight,
                    Qt::LayoutDirection direction, double pixelRatio) const {
    return icon(QString(name), size, colour, weight, direction, pixelRatio);
}

QPalette Theme::palette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, colour(token)); };
    set(QPalette::Window, Token::Base);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Raised);
    set(QPalette::AlternateBase, Token::Sunken);
    set(QPalette::Text, Token::Text);
    set(QPalette::PlaceholderText, Token::Text3);
    set(QPalette::Button, Token::Raised);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Danger);
    set(QPalette::Highlight, Token::TextSelection);
    set(QPalette::HighlightedText, Token::Text);
    set(QPalette::Link, Token::Link);
    set(QPalette::LinkVisited, Token::Link);
    set(QPalette::ToolTipBase, Token::TooltipBg);
    set(QPalette::ToolTipText, Token::TooltipText);
    set(QPalette::Mid, Token::Line);
    set(QPalette::Dark, Token::LineStrong);
    set(QPalette::Light, Token::Overlay);
    set(QPalette::Shadow, Token::Shadow);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, colour(Token::TextDisabled));
    }
    return palette;
}

QString Theme::styleSheet() const {
    QFile file(u":/styles/app.qss"_s);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    static const QRegularExpression comments(u"/\\*.*?\\*/"_s, QRegularExpression::DotMatchesEverythingOption);
    sheet.remove(comments);
    QHash<QString, QString> names;
    for (size_t i = 0; i < m_colours.size(); ++i)
        names.insert(QString(kTokenNames[i]), m_colours[i].name());
    static const QRegularExpression pattern(u"@([A-Za-z][A-Za-z0-9]*)|px\\((\\d+)\\)"_s);
    QString filled;
    qsizetype from = 0;
    auto matches = pattern.globalMatch(sheet);
    while (matches.hasNext()) {
        const auto match = matches.next();
        filled += QStringView(sheet).mid(from, match.capturedStart() - from);
        filled += match.hasCaptured(1) ? names.value(match.captured(1), u"magenta"_s)
                                       : QString::number(px(match.capturedView(2).toInt())) + u"px"_s;
        from = match.capturedEnd();
    }
    filled += QStringView(sheet).mid(from);
    return filled;
}

void Theme::applyTo(QApplication& application) {
    if (!m_application) application.setStyle(new AppStyle(*this));
    m_application = &application;
    application.setPalette(palette());
    application.setFont(font(TextStyle::Ui));
    application.setStyleSheet(styleSheet());
}

}  // namespace app
