#include "app/widgets/EnterKey.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>

namespace app {

EnterKey::EnterKey(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool EnterKey::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!isEnter || (key->modifiers() & ~Qt::KeypadModifier) || key->isAutoRepeat()) return false;
    auto* button = qobject_cast<QAbstractButton*>(watched);
    if (button == nullptr || button->isCheckable() || !button->isEnabled()) return false;
    button->click();
    return true;
}

}  // namespace app
