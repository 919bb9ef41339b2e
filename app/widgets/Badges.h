#pragma once

#include <QtWidgets/QWidget>

#include "app/widgets/Paint.h"
#include "app/widgets/Pictures.h"

namespace app {

/** Somebody's picture or initials, with their presence. Also a guild's tile (setTile). */
class Avatar : public QWidget {
    Q_OBJECT
 public:
    Avatar(const Theme& theme, Pictures& pictures, int designSize, QWidget* parent = nullptr);

    void setPerson(quint64 id, const QString& name, const QString& picture);
    void setPresence(PresenceMark presence);
    /** The surface it stands on, for the ring around the presence. */
    void setSurface(Token surface);
    /** Rounded square instead of round. */
    void setTile(bool tile);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
    Pictures& m_pictures;
    int m_size;
    quint64 m_id = 0;
    QString m_name;
    QString m_picture;
    PresenceMark m_presence = PresenceMark::None;
    Token m_surface = Token::Base;
    bool m_tile = false;
};

/** A count; hides itself at 0. */
class Badge : public QWidget {
    Q_OBJECT
 public:
    explicit Badge(const Theme& theme, QWidget* parent = nullptr);
    void setCount(int count);
    QSize sizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
    int m_count = 0;
};

/** A small word in a soft pill: proven, not tried, denied, new. 20 high. */
class Tag : public QWidget {
    Q_OBJECT
 public:
    enum class Kind { Neutral, Good, Warning, Bad, Accent };
    Tag(const Theme& theme, const QString& text, Kind kind, QWidget* parent = nullptr);
    void setText(const QString& text, Kind kind);
    /** A dot before the word, as in "Running". */
    void setDot(bool dot);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
    QString m_text;
    Kind m_kind;
    bool m_dot = false;
};

}  // namespace app
