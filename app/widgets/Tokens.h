#pragma once

#include <QtCore/QtGlobal>

namespace app {

// Every colour of resources/design/tokens.json, in its order there. The second word is the name in the file.
// clang-format off
#define APP_COLOUR_TOKENS(X) \
    X(Rail, rail) X(Nav, nav) X(Base, base) X(Raised, raised) X(Overlay, overlay) X(Sunken, sunken) \
    X(Hover, hover) X(NavHover, navHover) X(RaisedHover, raisedHover) X(Pressed, pressed) X(Selected, selected) \
    X(SelectedText, selectedText) X(Line, line) X(LineStrong, lineStrong) X(Control, control) X(Text, text) \
    X(Text2, text2) X(Text3, text3) X(TextDisabled, textDisabled) X(Accent, accent) X(AccentHover, accentHover) \
    X(AccentPressed, accentPressed) X(OnAccent, onAccent) X(AccentText, accentText) X(AccentSoft, accentSoft) \
    X(Focus, focus) X(TextSelection, textSelection) X(Link, link) X(Success, success) X(SuccessSoft, successSoft) \
    X(Warn, warn) X(WarnSoft, warnSoft) X(WarnLine, warnLine) X(Danger, danger) X(DangerHover, dangerHover) \
    X(DangerPressed, dangerPressed) X(OnDanger, onDanger) X(DangerSoft, dangerSoft) X(MentionBg, mentionBg) \
    X(MentionHover, mentionHover) X(MentionBar, mentionBar) X(PillBg, pillBg) X(PillText, pillText) \
    X(PillSelfBg, pillSelfBg) X(PillSelfText, pillSelfText) X(BadgeBg, badgeBg) X(BadgeText, badgeText) \
    X(Flash, flash) X(Online, online) X(Away, away) X(Busy, busy) X(Offline, offline) X(Streaming, streaming) \
    X(CodeBg, codeBg) X(CodeText, codeText) X(CodeKeyword, codeKeyword) X(CodeString, codeString) \
    X(CodeNumber, codeNumber) X(CodeComment, codeComment) X(Scroll, scroll) X(ScrollHover, scrollHover) \
    X(Shadow, shadow) X(Scrim, scrim) X(TooltipBg, tooltipBg) X(TooltipText, tooltipText) X(Chart1, chart1) \
    X(Chart2, chart2) X(Chart3, chart3) X(ChartGrid, chartGrid) X(DangerFill, dangerFill)
// clang-format on

enum class Token {
#define APP_TOKEN(name, key) name,
    APP_COLOUR_TOKENS(APP_TOKEN)
#undef APP_TOKEN
        Count
};

enum class ThemeKind { Light, Dark, Contrast };
enum class Density { Cosy, Compact };

/** Roles of type; sizes, line heights and weights come from the file. MessageName is Message at 600. */
enum class TextStyle {
    Display,
    Title,
    Heading,
    Message,
    MessageName,
    Ui,
    UiStrong,
    Small,
    SmallStrong,
    Caption,
    CaptionStrong,
    Section,
    Badge,
    Code,
    Stat,
    Count
};

/** Radii of corners, unscaled. */
struct Radii {
    int chip = 0, row = 0, control = 0, file = 0, card = 0, tile = 0, popup = 0, dialog = 0;
};

/** Sizes of the file, in device-independent pixels at 100 %; scale them with Theme::px. */
struct Metrics {
    int rail = 0, tile = 0, tilePitch = 0, navMin = 0, nav = 0, navMax = 0, header = 0;
    int membersMin = 0, members = 0, membersMax = 0, sidePanelMin = 0, sidePanel = 0, sidePanelMax = 0;
    int channelRow[2] = {}, category[2] = {}, voiceMember[2] = {}, memberRow[2] = {};  ///< by Density
    int menuRow = 0, optionRow = 0, tableRow = 0;
    int buttonSmall = 0, button = 0, buttonLarge = 0, iconButtonSmall = 0, iconButton = 0;
    int field = 0, search = 0, composerMin = 0, typingLine = 0, banner = 0;
    double composerMaxFraction = 0;
    int scrollBar = 0, scrollBarHover = 0, focusRing = 0, focusOffset = 0;
    int timelineAvatar = 0, timelineAvatarLeft = 0, timelineTextLeft = 0, timelineRight = 0;
    int timelineGroupGap = 0, timelineRowPad = 0, timelineGroupMinutes = 0;
    int imageMaxWidth = 0, imageMaxHeight = 0, codeMax = 0;
};

/** Durations in milliseconds; all 0 with "less motion" but for how long things stay. */
struct Motion {
    int popup = 0, panel = 0, toast = 0, toastStay = 0, toastUndoStay = 0, flash = 0, typingLoop = 0;
};

}  // namespace app
