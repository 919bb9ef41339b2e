#pragma once

#include <QtGui/QPixmap>
#include <QtWidgets/QWidget>

#include "app/admin/HostTemplates.h"
#include "app/widgets/Theme.h"

namespace app {

/** How the community will look: rail, channels, the edge of the timeline, painted small beside the wizard. */
class HostPreview final : public QWidget {
    Q_OBJECT
 public:
    explicit HostPreview(const Theme& theme, QWidget* parent = nullptr);
    void setCommunity(const QString& name, const QPixmap& icon);
    void setTemplate(const HostTemplate& start);

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    struct Strokes;
    void paintRail(const Strokes& strokes, const QRect& frame);
    void paintChannels(const Strokes& strokes, const QRect& frame);
    QString shownName() const;

    const Theme& m_theme;
    QString m_name;
    QPixmap m_icon;
    HostTemplate m_start;
};

}  // namespace app
