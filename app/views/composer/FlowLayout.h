#pragma once

#include <QtWidgets/QLayout>

namespace app {

/** Items one after the other in reading direction; what does not fit begins a new line. */
class FlowLayout final : public QLayout {
 public:
    explicit FlowLayout(QWidget* parent) : QLayout(parent) {}
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override { m_items.append(item); }
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem* takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return minimumSize(); }
    /** Of one line that holds the widest item. */
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

 private:
    /** Places the items when `apply`; @return the height that they need */
    int arrange(const QRect& rect, bool apply) const;

    QList<QLayoutItem*> m_items;
};

}  // namespace app
