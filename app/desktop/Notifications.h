#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtGui/QIcon>

namespace app {

/** One notice on the desktop. */
struct Notification {
    QString title;  ///< who, and where
    QString body;   ///< plain text; may be empty
    QString tag;    ///< comes back in `activated`: what it leads to
    QIcon icon;
};

/** Notices outside the window. On the UI thread. */
class Notifications : public QObject {
    Q_OBJECT

 public:
    using QObject::QObject;
    virtual void show(const Notification& notification) = 0;
    /** False = this desktop shows none; the window flashes instead. */
    virtual bool isAvailable() const = 0;

 Q_SIGNALS:
    /** It was clicked. */
    void activated(const QString& tag);
};

}  // namespace app
