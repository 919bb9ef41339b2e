#pragma once

#include "app/widgets/Surfaces.h"

namespace app {

class IconButton;

/** Above the timeline: where one is, what it is about, and what can be opened beside it. */
class ChatHeader final : public Surface {
    Q_OBJECT
 public:
    explicit ChatHeader(const Theme& theme, QWidget* parent = nullptr);

    void setPlace(const QString& icon, const QString& name, const QString& topic);
    void setHasChannel(bool hasChannel);
    void setMembersShown(bool shown);
    IconButton* pinsButton() const { return m_pins; }
    IconButton* membersButton() const { return m_members; }

 Q_SIGNALS:
    void pinsWanted();
    void membersToggled(bool shown);

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    void restyle();

    QString m_icon;
    QString m_name;
    QString m_topic;
    IconButton* m_pins;
    IconButton* m_members;
};

}  // namespace app
