#pragma once

#include <QtWidgets/QAbstractButton>

#include "app/widgets/Theme.h"

namespace app {

/** On or off, at once. 36 x 20. */
class Switch : public QAbstractButton {
    Q_OBJECT
 public:
    Switch(const Theme& theme, const QString& name, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
};

/** One of a few, side by side: segments (36 high), or the three-way of permissions (44 x 28 each). Arrow keys move. */
class Segments : public QWidget {
    Q_OBJECT
 public:
    struct Option {
        QString text;
        QString icon;  ///< Phosphor name or empty
        QString name;  ///< for tooltip and screen reader; empty = text
        Token fill = Token::AccentSoft;
        Token colour = Token::AccentText;
    };

    Segments(const Theme& theme, const QString& name, const QList<Option>& options, QWidget* parent = nullptr);
    /** Deny, as is, allow: indexes 0, 1, 2. */
    static Segments* threeWay(const Theme& theme, const QString& name, QWidget* parent = nullptr);

    int current() const { return m_current; }
    void setCurrent(int index);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
    void currentChanged(int index);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

 private:
    QList<QRect> boxes() const;
    int at(const QPoint& position) const;
    void choose(int index);

    const Theme& m_theme;
    QList<Option> m_options;
    int m_current = 0;
    int m_hovered = -1;
    bool m_threeWay = false;
};

}  // namespace app
