#pragma once

#include <QtWidgets/QPushButton>

namespace app {

class Theme;

/**
 * A push button of the design. One Primary per surface; Destructive deletes, DestructiveOutline opens the question;
 * Back is a quiet, grey way back, flush with what stands below it.
 */
class Button : public QPushButton {
    Q_OBJECT
 public:
    enum class Kind { Primary, Neutral, Destructive, DestructiveOutline, Quiet, Back };
    enum class Size { Small, Normal, Large };

    Button(const Theme& theme, const QString& text, Kind kind = Kind::Neutral, QWidget* parent = nullptr);

    void setKind(Kind kind);
    void setSize(Size size);
    /** A Phosphor icon in front of the text; empty = none. */
    void setIconName(const QString& name);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

 private:
    int height() const;
    int padding() const;
    int iconSize() const;
    QFont textFont() const;
    void relayout();

    const Theme& m_theme;
    Kind m_kind;
    Size m_size = Size::Normal;
    QString m_iconName;
};

}  // namespace app
