#pragma once

#include "app/widgets/Banner.h"

QT_BEGIN_NAMESPACE
class QListWidget;
QT_END_NAMESPACE

namespace app {

class SearchField;

/** A grid of emoji with a line to search them; tells which one was taken, and closes. Deletes itself. */
class EmojiPopup final : public Popup {
    Q_OBJECT
 public:
    EmojiPopup(const Theme& theme, QWidget* parent);

 Q_SIGNALS:
    void chosen(const QString& glyph, const QString& name);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

 private:
    void fill(const QString& word);
    void take();

    const Theme& m_emojiTheme;
    SearchField* m_search;
    QListWidget* m_grid;
};

}  // namespace app
