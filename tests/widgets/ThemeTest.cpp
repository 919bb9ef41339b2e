#include <QtCore/QFile>
#include <QtWidgets/QApplication>

#include "app/widgets/Icons.h"
#include "app/widgets/Paint.h"
#include "app/widgets/Theme.h"

using namespace Qt::StringLiterals;

namespace {

using app::Theme;
using app::ThemeKind;
using app::Token;

constexpr ThemeKind kKinds[] = {ThemeKind::Light, ThemeKind::Dark, ThemeKind::Contrast};

struct Floor {
    QList<Token> texts;
    QList<Token> surfaces;
    double lowest;
};

// Which token may stand on which surface; section 2 of the design.
QList<Floor> floors() {
    const QList<Token> all = {Token::Rail, Token::Nav, Token::Base, Token::Raised, Token::Overlay, Token::Sunken};
    const QList<Token> quiet = {Token::Nav,       Token::Base,        Token::Raised,   Token::Overlay,
                                Token::Sunken,    Token::Hover,       Token::NavHover, Token::RaisedHover,
                                Token::MentionBg, Token::MentionHover};
    return {
        {{Token::Text, Token::Text2, Token::Text3}, all + quiet, 4.5},
        {{Token::SelectedText}, {Token::Selected}, 4.5},
        {{Token::AccentText, Token::Link, Token::Danger, Token::Success, Token::Warn}, all, 4.5},
        {{Token::Warn}, {Token::WarnSoft}, 4.5},
        {{Token::Danger}, {Token::DangerSoft}, 4.5},
        {{Token::Success}, {Token::SuccessSoft}, 4.5},
        {{Token::AccentText}, {Token::AccentSoft}, 4.5},
        {{Token::OnAccent}, {Token::Accent, Token::AccentHover, Token::AccentPressed}, 4.5},
        {{Token::OnDanger}, {Token::DangerFill, Token::DangerHover, Token::DangerPressed}, 4.5},
        {{Token::PillText}, {Token::PillBg}, 4.5},
        {{Token::PillSelfText}, {Token::PillSelfBg}, 4.5},
        {{Token::BadgeText}, {Token::BadgeBg}, 4.5},
        {{Token::TooltipText}, {Token::TooltipBg}, 4.5},
        {{Token::CodeText, Token::CodeKeyword, Token::CodeString, Token::CodeNumber, Token::CodeComment},
         {Token::CodeBg},
         4.5},
        {{Token::Control, Token::Focus}, {Token::Nav, Token::Base, Token::Raised, Token::Overlay}, 3.0},
        {{Token::MentionBar}, {Token::MentionBg, Token::MentionHover}, 3.0},
        {{Token::Online, Token::Away, Token::Busy, Token::Offline, Token::Streaming},
         {Token::Rail, Token::Nav, Token::Base, Token::Overlay},
         3.0},
    };
}

TEST(Theme, ReadsEveryToken) {
    Theme theme;
    EXPECT_TRUE(theme.isValid());
    EXPECT_EQ(theme.colour(ThemeKind::Light, Token::Base), QColor(u"#FFFDF9"_s));
    EXPECT_EQ(theme.colour(ThemeKind::Contrast, Token::DangerFill), QColor(u"#FF9C8F"_s));
    EXPECT_EQ(theme.metrics().timelineTextLeft, 68);
    EXPECT_EQ(theme.motion().flash, 1200);
}

TEST(Theme, KeepsContrastFloors) {
    Theme theme;
    for (const ThemeKind kind : kKinds) {
        for (const Floor& floor : floors()) {
            for (const Token text : floor.texts) {
                for (const Token surface : floor.surfaces) {
                    const double ratio = Theme::contrast(theme.colour(kind, text), theme.colour(kind, surface));
                    EXPECT_GE(ratio, floor.lowest)
                        << int(kind) << ' ' << Theme::name(text).data() << " on " << Theme::name(surface).data();
                }
            }
        }
    }
}

TEST(Theme, HuesAreReadable) {
    Theme theme;
    for (const ThemeKind kind : kKinds) {
        theme.setKind(kind);
        for (quint64 id = 0; id < 12; ++id) {
            EXPECT_GE(Theme::contrast(theme.nameHue(id), theme.colour(Token::Base)), 4.5) << id;
            EXPECT_GE(Theme::contrast(Qt::white, theme.avatarHue(id)), 4.5) << id;
        }
    }
}

TEST(Theme, MakesAnyRoleColourReadable) {
    Theme theme;
    for (const ThemeKind kind : kKinds) {
        theme.setKind(kind);
        for (const quint32 rgb : {0x000001u, 0xFFFFFFu, 0xFFFF00u, 0x0000FFu, 0x777777u, 0x00FF00u}) {
            for (const Token surface : {Token::Base, Token::Nav, Token::MentionBg, Token::Hover}) {
                const QColor shown = theme.nameColour(rgb, 5, surface);
                EXPECT_GE(Theme::contrast(shown, theme.colour(surface)), 4.5) << std::hex << rgb;
            }
        }
    }
}

TEST(Theme, OwnAccentKeepsTheFloors) {
    Theme theme;
    for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
        theme.setKind(kind);
        for (const auto& accent : {u"#FFE000"_s, u"#000080"_s, u"#5661A3"_s, u"#FFFFFF"_s}) {
            theme.setAccent(QColor(accent));
            const auto ratio = [&](Token a, Token b) { return Theme::contrast(theme.colour(a), theme.colour(b)); };
            EXPECT_GE(ratio(Token::OnAccent, Token::Accent), 4.5) << accent.toStdString();
            EXPECT_GE(ratio(Token::AccentText, Token::Base), 4.5) << accent.toStdString();
            EXPECT_GE(ratio(Token::AccentText, Token::Nav), 4.5) << accent.toStdString();
            EXPECT_GE(ratio(Token::SelectedText, Token::Selected), 4.5) << accent.toStdString();
            EXPECT_GE(ratio(Token::PillText, Token::PillBg), 4.5) << accent.toStdString();
        }
        theme.setAccent({});
        EXPECT_EQ(theme.colour(Token::Accent), theme.colour(kind, Token::Accent));
    }
}

TEST(Theme, ZoomScalesFontsAndSizes) {
    Theme theme;
    theme.setZoom(2.0);
    EXPECT_EQ(theme.px(10), 20);
    EXPECT_EQ(theme.font(app::TextStyle::Ui).pixelSize(), 28);
    EXPECT_EQ(theme.lineHeight(app::TextStyle::Message), 44);
    theme.setZoom(9.0);
    EXPECT_DOUBLE_EQ(theme.zoom(), 2.0);
    theme.setMessageSize(24);
    EXPECT_EQ(theme.font(app::TextStyle::Message).pixelSize(), 48);
    EXPECT_EQ(theme.font(app::TextStyle::Ui).pixelSize(), 28);
}

TEST(Theme, LessMotionStopsMotionButNotStays) {
    Theme theme;
    theme.setLessMotion(true);
    EXPECT_EQ(theme.motion().popup, 0);
    EXPECT_EQ(theme.motion().flash, 0);
    EXPECT_EQ(theme.motion().toastStay, 5000);
}

TEST(Theme, StyleSheetHasNoGaps) {
    Theme theme;
    const QString sheet = theme.styleSheet();
    ASSERT_FALSE(sheet.isEmpty());
    EXPECT_FALSE(sheet.contains(u'@'));
    EXPECT_FALSE(sheet.contains("magenta"_L1));
    EXPECT_FALSE(sheet.contains("px("_L1));
}

TEST(Icons, DrawInTheirColourAndMirror) {
    Theme theme;
    const QImage hash = theme.icon(u"hash"_s, 18, Qt::red).toImage();
    ASSERT_FALSE(hash.isNull());
    bool red = false;
    for (int y = 0; y < hash.height(); ++y) {
        for (int x = 0; x < hash.width(); ++x)
            red |= hash.pixelColor(x, y) == QColor(Qt::red);
    }
    EXPECT_TRUE(red);
    EXPECT_TRUE(theme.icon(u"no-such-icon"_s, 18, Qt::red).isNull());
    EXPECT_TRUE(app::Icons::mirrors(u"arrow-bend-up-left"_s));
    EXPECT_FALSE(app::Icons::mirrors(u"check"_s));
    EXPECT_FALSE(app::Icons::mirrors(u"arrows-clockwise"_s));
}

TEST(Paint, InitialsOfOddNames) {
    EXPECT_EQ(app::initialsOf(u"Bartholomew Featherstonehaugh-Quill"_s), u"BQ"_s);
    EXPECT_EQ(app::initialsOf(u"sam (they/them)"_s), u"ST"_s);
    EXPECT_EQ(app::initialsOf(u"  gerhard "_s), u"G"_s);
    EXPECT_EQ(app::initialsOf(u"!!!"_s), u"?"_s);
    EXPECT_EQ(app::initialsOf({}), u"?"_s);
    EXPECT_EQ(app::badgeText(99), u"99"_s);
    EXPECT_EQ(app::badgeText(100), u"99+"_s);
}

TEST(Paint, FindsEmoji) {
    const auto length = [](const QString& text) {
        qsizetype found = 0;
        return app::isEmojiStart(text, 0, &found) ? found : 0;
    };
    EXPECT_EQ(length(u"\u2764\uFE0F!"_s), 2);
    EXPECT_EQ(length(u"\U0001F44D\U0001F3FD"_s), 4);
    EXPECT_EQ(length(u"\U0001F1F3\U0001F1F1\U0001F1E9\U0001F1EA"_s), 4);
    EXPECT_EQ(length(u"\U0001F468\u200D\U0001F469\u200D\U0001F467 x"_s), 8);
    EXPECT_EQ(length(u"1\uFE0F\u20E3"_s), 3);
    EXPECT_EQ(length(u"12"_s), 0);
    EXPECT_EQ(length(u"#"_s), 0);
    EXPECT_EQ(length(u"\u2764 as text"_s), 0);
    EXPECT_EQ(length(u"word"_s), 0);
}

}  // namespace
