#pragma once

#include <QtWidgets/QProxyStyle>

namespace app {

class Theme;

/**
 * What the style sheet cannot say: check boxes, radio buttons, rows of menus, the space of the focus ring, the delay of
 * tooltips. Lives as long as the app's style; `theme` must outlive it.
 */
class AppStyle : public QProxyStyle {
    Q_OBJECT
 public:
    explicit AppStyle(const Theme& theme);

    void polish(QWidget* widget) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    using QProxyStyle::polish;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;

 private:
    void drawCheck(const QStyleOption& option, QPainter& painter) const;
    void drawRadio(const QStyleOption& option, QPainter& painter) const;
    void drawMenuItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget) const;

    const Theme& m_theme;
};

}  // namespace app
