#pragma once

#include <QtCore/QDir>

#include "app/widgets/FocusRing.h"
#include "app/widgets/Theme.h"
#include "tests/widgets/SampleLists.h"

QT_BEGIN_NAMESPACE
class QApplication;
class QWidget;
QT_END_NAMESPACE

namespace tests {

/** Puts widgets together with sample data and saves what they look like. */
class Studio {
 public:
    Studio(const QString& folder, QApplication& application);

    app::Theme& theme() { return m_theme; }
    void mainWindow(const QString& name, const QSize& size);
    void timelines(const QString& suffix);
    void components(const QString& name);
    void menu(const QString& name);
    void composers(const QString& name);

 private:
    void save(QWidget& widget, const QString& name);
    void timeline(const QString& name, const QSize& size, const QList<app::MessageRow>& rows, int newAt, bool hover);

    QDir m_folder;
    app::Theme m_theme;
    app::FocusRing m_ring;
    SamplePictures m_pictures;
    SampleNames m_names;
    StillClock m_clock;
    SampleCompletion m_completion;
};

}  // namespace tests
