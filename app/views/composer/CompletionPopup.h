#pragma once

#include <QtWidgets/QWidget>

#include "app/views/composer/CompletionProvider.h"
#include "app/widgets/Pictures.h"

namespace app {

/** The list above the composer. Never takes the focus: the composer hands it its keys. */
class CompletionPopup : public QWidget {
    Q_OBJECT
 public:
    CompletionPopup(const Theme& theme, Pictures& pictures, QWidget* parent);

    void setItems(const QString& heading, const QList<CompletionItem>& items);
    bool isEmpty() const { return m_items.isEmpty(); }
    int current() const { return m_current; }
    const CompletionItem& item(int index) const { return m_items[index]; }
    void moveCurrent(int by);
    /** Height with its shadow; the frame is `margin()` inside. */
    QSize sizeHint() const override;
    int margin() const;

 Q_SIGNALS:
    void chosen(int index);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

 private:
    QRect frame() const;
    QRect rowRect(int index) const;
    void paintRow(QPainter& painter, int index);
    void paintKeys(QPainter& painter);

    const Theme& m_theme;
    Pictures& m_pictures;
    QString m_heading;
    QList<CompletionItem> m_items;
    int m_current = 0;
};

}  // namespace app
