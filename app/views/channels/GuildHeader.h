#pragma once

#include <QtWidgets/QAbstractButton>

#include "app/widgets/Theme.h"

namespace app {

/** The guild's name above its channels, with a caret: opens the guild's menu. 52 high. */
class GuildHeader final : public QAbstractButton {
    Q_OBJECT
 public:
    explicit GuildHeader(const Theme& theme, QWidget* parent = nullptr);

    /** @param hasMenu false = only a title */
    void setGuild(const QString& name, bool hasMenu);
    QSize sizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

 private:
    const Theme& m_theme;
    bool m_hasMenu = false;
};

}  // namespace app
