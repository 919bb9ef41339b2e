#pragma once

#include <QtCore/QTimer>
#include <QtCore/QVariantAnimation>
#include <QtWidgets/QFrame>
#include <QtWidgets/QSplitter>

#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QBoxLayout;
QT_END_NAMESPACE

namespace app {

class Button;

/** A plain area filled with one token; panels and bars derive their ground from it. */
class Surface : public QWidget {
    Q_OBJECT
 public:
    Surface(const Theme& theme, Token fill, QWidget* parent = nullptr);
    /** 1 px of `line` along these edges. */
    void setEdges(Qt::Edges edges);
    void setFill(Token fill);

 protected:
    void paintEvent(QPaintEvent* event) override;
    const Theme& m_theme;

 private:
    Token m_fill;
    Qt::Edges m_edges;
};

/** `raised`, 1 px `line`, radius 12. Put a layout into it. */
class Card : public QWidget {
    Q_OBJECT
 public:
    explicit Card(const Theme& theme, QWidget* parent = nullptr);

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
};

/** Text in a role of the theme that follows it: font and colour. Wraps. */
class Text : public QWidget {
    Q_OBJECT
 public:
    Text(const Theme& theme, const QString& text, TextStyle style, Token colour = Token::Text,
         QWidget* parent = nullptr);
    QLabel* label() const { return m_label; }
    void setText(const QString& text);
    QString text() const;
    void setColour(Token colour);
    void setWrapping(bool wrap);
    /** Left is where lines begin: it follows the layout's direction, whatever language the text is in. */
    void setAlignment(Qt::Alignment alignment);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void restyle();
    void align();
    const Theme& m_theme;
    QLabel* m_label;
    TextStyle m_style;
    Token m_colour;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

/** How much of something is done, 0 to 1; 4 high. */
class ProgressBar : public QWidget {
    Q_OBJECT
 public:
    explicit ProgressBar(const Theme& theme, QWidget* parent = nullptr);
    void setValue(double value);
    double value() const { return m_value; }
    QSize sizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
    double m_value = 0;
};

/** A turning arc for work without a known end; stands still with less motion. */
class Spinner : public QWidget {
    Q_OBJECT
 public:
    explicit Spinner(const Theme& theme, QWidget* parent = nullptr);
    QSize sizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

 private:
    const Theme& m_theme;
    QVariantAnimation m_turn;
};

/** Grey shapes where messages will be. Shows itself only 300 ms after `start`. */
class Skeleton : public QWidget {
    Q_OBJECT
 public:
    explicit Skeleton(const Theme& theme, QWidget* parent = nullptr);
    void start();
    void stop();

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
    QTimer m_delay;
};

/** A symbol, a title, a few words and buttons in the middle of nothing. */
class EmptyState : public QWidget {
    Q_OBJECT
 public:
    EmptyState(const Theme& theme, const QString& icon, const QString& title, const QString& text,
               QWidget* parent = nullptr);
    /** Accent for a beginning, Warning for trouble. */
    void setColours(Token disc, Token icon);
    void setText(const QString& text);
    void addButton(Button* button);
    /** Something wide below the buttons. */
    void addBelow(QWidget* widget);

 private:
    void restyle();
    const Theme& m_theme;
    QString m_icon;
    Token m_disc = Token::AccentSoft;
    Token m_iconColour = Token::AccentText;
    QLabel* m_symbol;
    Text* m_title;
    Text* m_text;
    QBoxLayout* m_buttons;
    QBoxLayout* m_below;
};

/** A splitter of 1 px lines that can be grasped within 5. */
class Splitter : public QSplitter {
    Q_OBJECT
 public:
    Splitter(const Theme& theme, Qt::Orientation orientation, QWidget* parent = nullptr);

 protected:
    QSplitterHandle* createHandle() override;

 private:
    const Theme& m_theme;
};

}  // namespace app
