#pragma once

#include <functional>
#include <memory>

#include <QtCore/QTemporaryDir>
#include <QtWidgets/QAbstractButton>

#include "app/Application.h"

namespace tests {

/** Of every account of these tests. */
const QString kPassword = QStringLiteral("correct horse battery");

/** A whole app in a folder of its own, driven through its widgets. Every wait is bounded. */
class AppDriver {
 public:
    /** @param qt the one application object of the process */
    explicit AppDriver(QApplication& qt);
    ~AppDriver();

    /** Starts the app, or starts it again after close() with what it has kept. */
    void start(const QString& link = {});
    void close();
    app::Application& app() { return *m_app; }
    app::MainWindow& window() { return m_app->window(); }
    app::AccountSession& session();
    app::MemoryKeychain& keychain() { return m_keychain; }
    QString profileFolder() const { return m_folder.filePath(QStringLiteral("profile")); }
    QString dataFolder() const { return m_folder.filePath(QStringLiteral("server")); }

    /** The visible widget of that object name; null = there is none. */
    template <class T>
    T* find(const char* name) {
        for (T* widget : m_app->window().findChildren<T*>(QString::fromLatin1(name)))
            if (widget->isVisible()) return widget;
        return nullptr;
    }
    bool click(const char* name);
    /** Into a Field, or a line edit. */
    bool write(const char* name, const QString& text);
    static bool wait(const std::function<bool()>& until, int ms = 15'000);

    /** Through the wizard to the open channel; the invite link, empty when anything failed. */
    QString host(const QString& community, const QString& user, const QString& password);
    /** Through the join page to the open channel. */
    bool join(const QString& link, const QString& user, const QString& password);
    /** The same with a link that the running app was given, as by a click on it elsewhere. */
    bool joinAlso(const QString& link, const QString& user, const QString& password);
    /** Clicks the tile of a guild in the rail. */
    bool openGuild(const QString& name);
    /** The guilds of the rail, as they stand there. */
    QStringList guilds();
    bool isIn();
    /** Types into the composer and presses Enter. */
    bool say(const QString& text);
    /** The contents of the open channel that the server knows, oldest first. */
    QStringList said();
    /** Waits until the text is among what shown() says. */
    bool shows(const QString& text, int ms = 15'000);
    /** Sentences of what is visible and looks like an error, for messages of a failing test. */
    QString shown();

 private:
    bool fillAccount(const QString& user, const QString& password);

    QApplication& m_qt;
    QTemporaryDir m_folder;
    app::MemoryKeychain m_keychain;
    std::unique_ptr<app::Application> m_app;
};

/** An app that hosts a community of that name; `link` is its invite, empty when that failed. */
struct HostingApp {
    explicit HostingApp(const QString& community);
    AppDriver app;
    QString link;
};

}  // namespace tests
