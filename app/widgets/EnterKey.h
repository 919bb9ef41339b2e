#pragma once

#include <QtCore/QObject>

namespace app {

/**
 * Enter presses the focused button, as Space does: Qt lets it do so in dialogs alone, and most of our pages are none.
 *
 * One for the app: it watches the application's key events. What can be switched (a tick, a choice) keeps to Space, so
 * that Enter in a form does not change it.
 */
class EnterKey final : public QObject {
    Q_OBJECT
 public:
    explicit EnterKey(QObject* parent = nullptr);
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace app
