#include "tests/e2e/Driver.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSaveFile>
#include <QtCore/QTimer>
#include <QtGui/QClipboard>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>

#include "app/views/composer/ComposerEdit.h"
#include "app/widgets/Field.h"

using namespace Qt::StringLiterals;

namespace tests {

namespace {

constexpr int kPatienceMs = 30'000;
constexpr int kShortMs = 5'000;

QJsonObject problem(const QString& what) {
    return {{u"error"_s, what}};
}

template <class Done>
bool waitFor(Done done, int limit = kPatienceMs) {
    return QTest::qWaitFor(done, limit);
}

/** The shown widget of that type and name below a parent, as soon as there is one; null after the time limit. */
template <class T>
T* shown(QWidget* parent, const QString& name, int limit = kPatienceMs) {
    T* found = nullptr;
    waitFor(
        [&] {
            for (T* widget : parent->findChildren<T*>(name))
                if (widget->isVisible()) found = widget;
            return found != nullptr;
        },
        limit);
    return found;
}

bool click(QWidget* parent, const QString& name) {
    auto* button = shown<QAbstractButton>(parent, name);
    if (button == nullptr) return false;
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
}

bool fill(QWidget* parent, const QString& name, const QString& text) {
    auto* field = shown<app::Field>(parent, name);
    if (field == nullptr) return false;
    field->edit()->setFocus();
    QTest::keySequence(field->edit(), QKeySequence::SelectAll);
    QTest::keyClicks(field->edit(), text);
    return field->text() == text;
}

QJsonObject rowJson(const app::MessageRow& row) {
    QJsonArray reactions;
    for (const app::ReactionRow& reaction : row.reactions)
        reactions.append(QJsonArray{reaction.name, reaction.count});
    QJsonArray files;
    for (const app::AttachmentRow& file : row.attachments)
        files.append(QJsonArray{file.fileName, file.size});
    return {{u"id"_s, row.id.toString()},
            {u"type"_s, row.type},
            {u"author"_s, row.author.id.toString()},
            {u"content"_s, row.content},
            {u"edited"_s, row.editedMs > 0},
            {u"reply"_s, row.reply ? row.reply->id.toString() : QString()},
            {u"reactions"_s, reactions},
            {u"files"_s, files}};
}

}  // namespace

// ---- keychain --------------------------------------------------------------------------------------------------

FileKeychain::FileKeychain(const QString& path) : m_path(path) {
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) m_values = QJsonDocument::fromJson(file.readAll()).object();
}

void FileKeychain::save() const {
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly)) return;
    file.write(QJsonDocument(m_values).toJson());
    file.commit();
}

void FileKeychain::read(const QString& key, QObject* context, Then then) {
    app::KeychainResult result;
    result.status = m_values.contains(key) ? app::KeychainStatus::Ok : app::KeychainStatus::NotFound;
    result.value = QByteArray::fromBase64(m_values[key].toString().toLatin1());
    QTimer::singleShot(0, context, [then, result] { then(result); });
}

void FileKeychain::write(const QString& key, const QByteArray& value, QObject* context, Then then) {
    m_values.insert(key, QString::fromLatin1(value.toBase64()));
    save();
    QTimer::singleShot(0, context, [then] { then({app::KeychainStatus::Ok, {}, {}}); });
}

void FileKeychain::remove(const QString& key, QObject* context, Then then) {
    m_values.remove(key);
    save();
    QTimer::singleShot(0, context, [then] { then({app::KeychainStatus::Ok, {}, {}}); });
}

// ---- commands --------------------------------------------------------------------------------------------------

Driver::Driver(app::Application& application, ScriptedDialogs& dialogs)
    : m_application(application), m_dialogs(dialogs) {}

QJsonObject Driver::run(const QJsonObject& command) {
    const QString name = command["cmd"_L1].toString();
    if (name == "host"_L1) return host(command);
    if (name == "join"_L1) return join(command);
    if (name == "ready"_L1) return ready(command);
    if (view() == nullptr) return problem(u"there is no account yet"_s);
    if (name == "say"_L1) return say(command);
    if (name == "attach"_L1) return attach(command);
    if (name == "reply"_L1) return reply(command);
    if (name == "edit"_L1) return edit(command);
    if (name == "react"_L1) return react(command);
    if (name == "sendAgain"_L1) return sendAgain();
    if (name == "history"_L1) return history();
    return problem(u"unknown command "_s + name);
}

QJsonObject Driver::host(const QJsonObject& command) {
    app::MainWindow& window = m_application.window();
    if (!click(&window, u"hostDoor"_s)) return problem(u"no door to host"_s);
    if (!fill(&window, u"communityName"_s, command["name"_L1].toString())) return problem(u"no name field"_s);
    if (!fill(&window, u"userName"_s, command["user"_L1].toString())) return problem(u"no user field"_s);
    if (!fill(&window, u"password"_s, command["password"_L1].toString())) return problem(u"no password field"_s);
    if (!click(&window, u"startHosting"_s)) return problem(u"no button to start"_s);
    auto* link = shown<QLineEdit>(&window, u"inviteLink"_s);
    if (link == nullptr) return problem(u"hosting did not end with an invite link"_s);
    const QString invite = link->text();
    if (!click(&window, u"goToCommunity"_s)) return problem(u"no way on"_s);
    QJsonObject answer = ready(command);
    answer.insert(u"link"_s, invite);
    return answer;
}

QJsonObject Driver::join(const QJsonObject& command) {
    app::MainWindow& window = m_application.window();
    if (!click(&window, u"joinDoor"_s)) return problem(u"no door to join"_s);
    if (!fill(&window, u"address"_s, command["link"_L1].toString())) return problem(u"no address field"_s);
    if (!click(&window, u"continue"_s)) return problem(u"no button to go on"_s);
    if (!fill(&window, u"userName"_s, command["user"_L1].toString())) return problem(u"no user field"_s);
    if (!fill(&window, u"password"_s, command["password"_L1].toString())) return problem(u"no password field"_s);
    if (!click(&window, u"submit"_s)) return problem(u"no button to register"_s);
    return ready(command);
}

/** Waits until a channel is open, connected and loaded. */
QJsonObject Driver::ready(const QJsonObject&) {
    const bool isReady = waitFor([this] {
        return view() != nullptr && m_application.window().isShowingAccounts() && view()->session().status().isLive() &&
               !view()->session().navigation().channel().isNull() && model().isLoaded() && composerText() != nullptr &&
               composerText()->isVisible();
    });
    if (!isReady) {
        QString where = u"no account"_s;
        if (view() != nullptr)
            where = u"state %1 %2, channel %3, loaded %4"_s.arg(int(view()->session().status().state))
                        .arg(view()->session().status().reason, view()->session().navigation().channel().toString())
                        .arg(model().isLoaded());
        return problem(u"no channel is open: "_s + where);
    }
    follow();
    return place();
}

QJsonObject Driver::place() const {
    app::AccountSession& session = view()->session();
    return {{u"channel"_s, session.navigation().channel().toString()},
            {u"guild"_s, session.navigation().guild().toString()},
            {u"user"_s, session.account().userId.toString()},
            {u"secure"_s, session.server().isSecure()},
            {u"pinned"_s, !session.server().keyHash().isEmpty()},
            {u"port"_s, session.server().port()}};
}

QWidget* Driver::composerText() const {
    return view()->chat()->composer()->findChild<app::ComposerEdit*>();
}

/** Types or pastes into the composer in place of what stands there, and sends it. @return what went wrong */
QString Driver::write(const QString& text, const QString& how) {
    auto* edit = qobject_cast<app::ComposerEdit*>(composerText());
    if (!edit->isVisible()) return u"the composer is not there"_s;
    QTest::mouseClick(edit->viewport(), Qt::LeftButton);
    if (!edit->hasFocus()) edit->setFocus();
    QTest::keySequence(edit, QKeySequence::SelectAll);
    if (how == "paste"_L1) {
        QApplication::clipboard()->setText(text);
        QTest::keySequence(edit, QKeySequence::Paste);
    } else {
        QTest::keyClicks(edit, text);
    }
    if (edit->toPlainText() != text) return u"the composer holds \"%1\""_s.arg(edit->toPlainText());
    QTest::keyClick(edit, Qt::Key_Return);
    if (!edit->toPlainText().isEmpty()) return u"Enter did not send"_s;
    return {};
}

QJsonObject Driver::say(const QJsonObject& command) {
    const QString wrong = write(command["text"_L1].toString(), command["how"_L1].toString());
    return wrong.isEmpty() ? QJsonObject() : problem(wrong);
}

QJsonObject Driver::attach(const QJsonObject& command) {
    m_dialogs.setFiles({command["path"_L1].toString()});
    QAbstractButton* button = nullptr;
    for (auto* one : view()->chat()->composer()->findChildren<QAbstractButton*>())
        if (one->isVisible() && one->accessibleName().startsWith("Add files"_L1)) button = one;
    if (button == nullptr) return problem(u"no button to add files"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    if (view()->chat()->composer()->files().size() != 1) return problem(u"the file did not come into the composer"_s);
    return say(command);
}

/** Walks with the arrow keys to a message. @return what went wrong */
QString Driver::goTo(shared::MessageId message) {
    if (!waitFor([&] { return model().rowOf(message) >= 0; }, kShortMs))
        return u"the message is not here: %1 rows, the last is %2, older %3, newer %4, connection %5"_s
            .arg(model().rowCount())
            .arg(model().rowCount() > 0 ? model().at(model().rowCount() - 1)->id.toString() : QString())
            .arg(model().hasOlder())
            .arg(model().hasNewer())
            .arg(int(view()->session().status().state));
    app::TimelineView& view = timeline();
    view.setFocus(Qt::TabFocusReason);
    for (int steps = 0; steps < 400; ++steps) {
        const int wanted = model().rowOf(message);
        const int current = view.currentRow();
        if (wanted < 0) return u"the message went away"_s;
        if (current == wanted && !view.rowRect(current).isEmpty()) return {};
        QTest::keyClick(&view, current < 0 || wanted <= current ? Qt::Key_Up : Qt::Key_Down);
    }
    return u"the message was not reached by keys"_s;
}

bool Driver::scrollToEnd() {
    timeline().setFocus(Qt::TabFocusReason);
    return waitFor([this] {
        if (timeline().isAtEnd() && !model().hasNewer()) return true;
        QTest::keyClick(&timeline(), Qt::Key_End);
        return false;
    });
}

QJsonObject Driver::reply(const QJsonObject& command) {
    const shared::MessageId id(command["id"_L1].toString().toULongLong());
    if (const QString wrong = goTo(id); !wrong.isEmpty()) return problem(wrong);
    QTest::keyClick(&timeline(), Qt::Key_R);
    if (view()->chat()->composer()->replyTo() != id) return problem(u"R did not begin a reply"_s);
    return say(command);
}

QJsonObject Driver::edit(const QJsonObject& command) {
    const shared::MessageId id(command["id"_L1].toString().toULongLong());
    if (const QString wrong = goTo(id); !wrong.isEmpty()) return problem(wrong);
    QTest::keyClick(&timeline(), Qt::Key_E);
    if (!view()->chat()->composer()->isEditing()) return problem(u"E did not begin an edit"_s);
    return say(command);
}

QJsonObject Driver::react(const QJsonObject& command) {
    const shared::MessageId id(command["id"_L1].toString().toULongLong());
    if (const QString wrong = goTo(id); !wrong.isEmpty()) return problem(wrong);
    QTest::keyClick(&timeline(), Qt::Key_Plus);
    QWidget* popup = nullptr;
    if (!waitFor([&] { return (popup = QApplication::activePopupWidget()) != nullptr; }, kShortMs))
        return problem(u"+ did not open the emoji"_s);
    auto* search = popup->findChild<QLineEdit*>();
    QTest::keyClicks(search, command["emoji"_L1].toString());
    QTest::keyClick(search, Qt::Key_Return);
    if (!waitFor([] { return QApplication::activePopupWidget() == nullptr; }, kShortMs))
        return problem(u"the emoji did not close"_s);
    return {};
}

/** Clicks "Send again" of every message that failed. It is the first thing to click in the row's last line. */
QJsonObject Driver::sendAgain() {
    scrollToEnd();
    int sent = 0;
    for (int row = model().rowCount() - 1; row >= 0; --row) {
        if (model().at(row)->state != app::MessageState::Failed) continue;
        timeline().setCurrentRow(row);
        const QRect area = timeline().rowRect(row);
        QWidget* port = timeline().viewport();
        const auto isLink = [&](const QPoint& at) {
            QTest::mouseMove(port, at);
            QMouseEvent move(QEvent::MouseMove, at, port->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
            QApplication::sendEvent(port, &move);
            return port->cursor().shape() == Qt::PointingHandCursor;
        };
        bool clicked = false;
        for (int y = area.bottom() - 4; y > area.top() && !clicked; y -= 4)
            for (int x = 40; x < area.width() && !clicked; x += 6)
                if (isLink({x, y})) {
                    QTest::mouseClick(port, Qt::LeftButton, {}, {x, y});
                    clicked = true;
                }
        sent += clicked ? 1 : 0;
    }
    return {{u"count"_s, sent}};
}

/** Scrolls from the end to the very first message, and tells what was seen on the way, oldest first. */
QJsonObject Driver::history() {
    if (!scrollToEnd()) return problem(u"the end was not reached"_s);
    QMap<quint64, QJsonObject> seen;
    QString wrong;
    const auto note = [&] {
        const auto [first, last] = timeline().visibleRows();
        quint64 before = 0;
        for (int row = qMax(0, first); row <= last && row < model().rowCount(); ++row) {
            const app::MessageRowPtr message = model().at(row);
            if (message->id.isNull()) continue;
            if (message->id.value() <= before) wrong = u"out of order at %1"_s.arg(message->id.toString());
            before = message->id.value();
            seen.insert(before, rowJson(*message));
        }
        return first;
    };
    const bool reached = waitFor(
        [&] {
            const int first = note();
            if (first == 0 && !model().hasOlder()) return true;
            if (first > 0 || !model().isLoadingOlder()) QTest::keyClick(&timeline(), Qt::Key_PageUp);
            return false;
        },
        2 * kPatienceMs);
    if (!reached)
        return problem(u"the first message was not reached; %1 seen, rows %2, first %3, older %4"_s.arg(seen.size())
                           .arg(model().rowCount())
                           .arg(timeline().visibleRows().first)
                           .arg(model().hasOlder()));
    if (!wrong.isEmpty()) return problem(wrong);
    if (!scrollToEnd()) return problem(u"the way back to the end was not found"_s);
    QJsonArray rows;
    for (const QJsonObject& row : seen)
        rows.append(row);
    return {{u"rows"_s, rows}};
}

// ---- what happens by itself ------------------------------------------------------------------------------------

void Driver::follow() {
    if (std::exchange(m_follows, true)) return;
    app::AccountSession* session = &view()->session();
    const auto look = [this] { this->look(); };
    connect(&model(), &QAbstractItemModel::rowsInserted, this, look);
    connect(&model(), &QAbstractItemModel::dataChanged, this, look);
    connect(&model(), &QAbstractItemModel::modelReset, this, look);
    connect(session, &app::AccountSession::statusChanged, this, [this](const app::GatewayStatus& status) {
        Q_EMIT told({{u"event"_s, u"status"_s}, {u"state"_s, int(status.state)}, {u"reason"_s, status.reason}});
    });
    connect(&session->messages(), &app::MessageActions::failed, this,
            [this](const QString& what, const app::ApiError&) {
                Q_EMIT told({{u"event"_s, u"refused"_s}, {u"what"_s, what}});
            });
    this->look();
}

void Driver::look() {
    for (int row = model().rowCount() - 1; row >= 0; --row) {
        const app::MessageRowPtr message = model().at(row);
        if (!message->mine) continue;
        if (message->state == app::MessageState::Failed && !m_failed.contains(message->nonce)) {
            m_failed.insert(message->nonce);
            Q_EMIT told({{u"event"_s, u"failed"_s}, {u"text"_s, message->content}, {u"why"_s, message->failure}});
        }
        if (message->state != app::MessageState::Sent || message->id.isNull()) continue;
        m_failed.remove(message->nonce);
        const quint64 id = message->id.value();
        const bool isNew = !m_taken.contains(id);
        if (isNew) m_taken.insert(id);
        if (isNew || m_edited.value(id) != message->editedMs)
            Q_EMIT told({{u"event"_s, u"taken"_s}, {u"id"_s, message->id.toString()}, {u"text"_s, message->content}});
        m_edited.insert(id, message->editedMs);
    }
}

}  // namespace tests
