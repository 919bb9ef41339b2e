#pragma once

#include <functional>

#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

class QWidget;

namespace app {

/** The system's own windows, behind a seam so that a test can answer for the person. On the UI thread. */
class Dialogs {
 public:
    virtual ~Dialogs() = default;

    /** Files to read. `then` is not called when the person gives up or the parent goes away. */
    virtual void openFiles(QWidget* parent, const QString& title, const QString& filter,
                           std::function<void(const QStringList&)> then) = 0;
    /** Where to write. */
    virtual void saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                          std::function<void(const QString&)> then) = 0;
    /** A folder. */
    virtual void openFolder(QWidget* parent, const QString& title, std::function<void(const QString&)> then) = 0;
    /** An address in the system's browser; only http, https and mailto. @return whether somebody took it */
    virtual bool openUrl(const QUrl& url) = 0;
};

class SystemDialogs final : public Dialogs {
 public:
    void openFiles(QWidget* parent, const QString& title, const QString& filter,
                   std::function<void(const QStringList&)> then) override;
    void saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                  std::function<void(const QString&)> then) override;
    void openFolder(QWidget* parent, const QString& title, std::function<void(const QString&)> then) override;
    bool openUrl(const QUrl& url) override;
};

}  // namespace app
