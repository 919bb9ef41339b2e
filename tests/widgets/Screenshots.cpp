#include <cstdio>

#include <QtCore/QDir>
#include <QtWidgets/QApplication>

#include "tests/widgets/Studio.h"

using namespace Qt::StringLiterals;

// Draws the app's widgets with sample data, offscreen, to be looked at beside the design.
int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fputs("usage: widget_screenshots FOLDER\n", stderr);
        return 2;
    }
    tests::Studio studio(QString::fromLocal8Bit(argv[1]), application);
    const std::pair<app::ThemeKind, QString> kinds[] = {{app::ThemeKind::Light, u"light"_s},
                                                        {app::ThemeKind::Dark, u"dark"_s},
                                                        {app::ThemeKind::Contrast, u"contrast"_s}};
    for (const auto& [kind, suffix] : kinds) {
        studio.theme().setKind(kind);
        studio.mainWindow(u"main-"_s + suffix, {1280, 800});
        studio.timelines(suffix);
        studio.components(u"components-"_s + suffix);
        studio.menu(u"menu-"_s + suffix);
        studio.composers(u"composer-"_s + suffix);
    }
    studio.theme().setKind(app::ThemeKind::Dark);
    studio.theme().setDensity(app::Density::Compact);
    studio.mainWindow(u"main-compact-dark"_s, {900, 600});
    studio.theme().setDensity(app::Density::Cosy);
    studio.theme().setKind(app::ThemeKind::Light);
    studio.theme().setZoom(2.0);
    studio.mainWindow(u"main-zoom-200"_s, {1280, 800});
    studio.theme().setZoom(1.0);
    QApplication::setLayoutDirection(Qt::RightToLeft);
    studio.mainWindow(u"main-rtl"_s, {1280, 800});
    return 0;
}
