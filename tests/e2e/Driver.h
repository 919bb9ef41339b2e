#pragma once

#include <functional>

#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtWidgets/QLineEdit>

#include "app/Application.h"
#include "app/views/AccountView.h"
#include "app/views/chat/ChatPanel.h"

namespace tests {

/** Answers for the person when the app asks for files. */
class ScriptedDialogs final : public app::Dialogs {
 public:
    void setFiles(const QStringList& paths) { m_files = paths; }

    void openFiles(QWidget*, const QString&, const QString&, std::function<void(const QStringList&)> then) override {
        then(std::exchange(m_files, {}));
    }
    void saveFile(QWidget*, const QString&, const QString&, std::function<void(const QString&)>) override {}
    void openFolder(QWidget*, const QString&, std::function<void(const QString&)>) override {}
    bool openUrl(const QUrl&) override { return true; }

 private:
    QStringList m_files;
};

/** Secrets in a file, so that they outlive a killed process. For tests only: nothing is sealed. */
class FileKeychain final : public app::Keychain {
 public:
    explicit FileKeychain(const QString& path);
    void read(const QString& key, QObject* context, Then then) override;
    void write(const QString& key, const QByteArray& value, QObject* context, Then then) override;
    void remove(const QString& key, QObject* context, Then then) override;

 private:
    void save() const;

    QString m_path;
    QJsonObject m_values;
};

/**
 * A person at the app: does by keys and clicks on its widgets what a command says, and tells what comes of it.
 *
 * Every command is a JSON object with "cmd"; run() answers it with an object, which has "error" when it did not work.
 * What happens by itself comes by told(): messages that the server has taken, those that failed, the connection.
 */
class Driver final : public QObject {
    Q_OBJECT
 public:
    Driver(app::Application& application, ScriptedDialogs& dialogs);
    QJsonObject run(const QJsonObject& command);

 Q_SIGNALS:
    void told(const QJsonObject& event);

 private:
    QJsonObject host(const QJsonObject& command);
    QJsonObject join(const QJsonObject& command);
    QJsonObject ready(const QJsonObject& command);
    QJsonObject say(const QJsonObject& command);
    QJsonObject attach(const QJsonObject& command);
    QJsonObject reply(const QJsonObject& command);
    QJsonObject edit(const QJsonObject& command);
    QJsonObject react(const QJsonObject& command);
    QJsonObject sendAgain();
    QJsonObject history();

    app::AccountView* view() const { return m_application.window().current(); }
    app::MessageListModel& model() const { return view()->session().messageModel(); }
    app::TimelineView& timeline() const { return *view()->chat()->timeline(); }
    QWidget* composerText() const;
    QJsonObject place() const;
    QString write(const QString& text, const QString& how);
    QString goTo(shared::MessageId message);
    bool scrollToEnd();
    void follow();
    void look();

    app::Application& m_application;
    ScriptedDialogs& m_dialogs;
    bool m_follows = false;
    QSet<quint64> m_taken;
    QSet<QString> m_failed;
    QHash<quint64, qint64> m_edited;
};

}  // namespace tests
