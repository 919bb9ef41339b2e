#pragma once

#include "app/widgets/Surfaces.h"

namespace app {

class Button;

/** The first thing one sees: two doors, to host a community or to join a server. */
class FirstStartPage final : public Surface {
    Q_OBJECT
 public:
    explicit FirstStartPage(const Theme& theme, QWidget* parent = nullptr);

    /** A sentence below the doors: why one is here again ("You were logged out."); empty = none. */
    void setNote(const QString& note);

 Q_SIGNALS:
    void hostWanted();
    void joinWanted();

 protected:
    void showEvent(QShowEvent* event) override;

 private:
    Card* door(bool isOpen, const QString& title, const QString& text, Button* button);
    void restyle();

    class Picture;
    Picture* m_logo;
    Button* m_host;
    Button* m_join;
    Text* m_note;
    QList<QWidget*> m_doors;
};

}  // namespace app
