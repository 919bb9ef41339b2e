#include "server/platform/threads/IoThread.h"

#include <condition_variable>
#include <mutex>
#include <vector>

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QTimer>

#include "server/platform/net/Poller.h"
#include "server/platform/threads/ThreadName.h"

namespace server {

/** Where posts wait; it outlives the thread, so that a late post is harmless. */
struct IoThread::Inbox {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Task> tasks;
    QObject* receiver = nullptr;  ///< set while the loop takes posts
    bool ended = false;
};

namespace {

const QEvent::Type kRunInbox = static_cast<QEvent::Type>(QEvent::registerEventType());

class Receiver final : public QObject {
 public:
    explicit Receiver(std::function<void()> run) : m_run(std::move(run)) {}

 protected:
    bool event(QEvent* event) override {
        if (event->type() != kRunInbox) return QObject::event(event);
        m_run();
        return true;
    }

 private:
    std::function<void()> m_run;
};

}  // namespace

class IoThread::Loop final : public QThread {
 public:
    Loop(QString name, std::shared_ptr<Inbox> inbox, std::unique_ptr<Poller>& poller)
        : m_name(std::move(name)), m_inbox(std::move(inbox)), m_poller(poller) {}

    std::unique_ptr<QObject> context;

 protected:
    void run() override {
        setThreadName(m_name);
        context = std::make_unique<Receiver>([this] { runInbox(); });
        m_poller = std::make_unique<Poller>();
        {
            const std::lock_guard lock(m_inbox->mutex);
            m_inbox->receiver = context.get();
            if (!m_inbox->tasks.empty()) QCoreApplication::postEvent(context.get(), new QEvent(kRunInbox));
        }
        m_inbox->changed.notify_all();
        exec();
        {
            const std::lock_guard lock(m_inbox->mutex);
            m_inbox->receiver = nullptr;
            m_inbox->ended = true;
        }
        runInbox();
        m_poller.reset();
        context.reset();
    }

 private:
    void runInbox() {
        std::vector<Task> tasks;
        {
            const std::lock_guard lock(m_inbox->mutex);
            tasks.swap(m_inbox->tasks);
        }
        for (Task& task : tasks) {
            task();
            task = {};
        }
        // Gives the vector's memory back to the inbox, unless somebody has posted meanwhile.
        tasks.clear();
        const std::lock_guard lock(m_inbox->mutex);
        if (m_inbox->tasks.empty() && !m_inbox->ended && tasks.capacity() <= 4096) m_inbox->tasks.swap(tasks);
    }

    QString m_name;
    std::shared_ptr<Inbox> m_inbox;
    std::unique_ptr<Poller>& m_poller;
};

IoThread::IoThread(const QString& name) : m_name(name), m_inbox(std::make_shared<Inbox>()) {}

IoThread::~IoThread() {
    stop();
}

void IoThread::start() {
    if (m_thread) return;
    m_thread = std::make_unique<Loop>(m_name, m_inbox, m_poller);
    m_thread->start();
    std::unique_lock lock(m_inbox->mutex);
    m_inbox->changed.wait(lock, [this] { return m_inbox->receiver != nullptr; });
}

void IoThread::stop() {
    if (!m_thread) return;
    Q_ASSERT(!isCurrent());
    // Through the inbox, so that everything posted before runs first.
    post([thread = m_thread.get()] { thread->quit(); });
    m_thread->wait();
    m_thread.reset();
}

bool IoThread::post(Task task) {
    const std::lock_guard lock(m_inbox->mutex);
    if (m_inbox->ended) return false;
    m_inbox->tasks.push_back(std::move(task));
    if (m_inbox->tasks.size() == 1 && m_inbox->receiver) {
        QCoreApplication::postEvent(m_inbox->receiver, new QEvent(kRunInbox));
    }
    return true;
}

bool IoThread::call(Task task) {
    if (isCurrent()) {
        task();
        return true;
    }
    struct Done {
        std::mutex mutex;
        std::condition_variable changed;
        bool ran = false;
        bool gone = false;
    };
    // The guard's end tells the caller, whether the task ran or was destroyed unrun.
    const auto done = std::make_shared<Done>();
    const std::shared_ptr<void> guard(nullptr, [done](void*) {
        const std::lock_guard lock(done->mutex);
        done->gone = true;
        done->changed.notify_all();
    });
    auto run = [task = std::move(task), done, guard]() mutable {
        task();
        const std::lock_guard lock(done->mutex);
        done->ran = true;
        done->changed.notify_all();
    };
    if (!post(std::move(run))) return false;
    std::unique_lock lock(done->mutex);
    done->changed.wait(lock, [&] { return done->ran || done->gone; });
    return done->ran;
}

bool IoThread::postDelayed(int ms, Task task) {
    return post([this, ms, task = std::make_shared<Task>(std::move(task))] {
        QTimer::singleShot(ms, context(), [task] { (*task)(); });
    });
}

bool IoThread::isCurrent() const {
    return m_thread && QThread::currentThread() == m_thread.get();
}

QObject* IoThread::context() const {
    return m_thread ? static_cast<Loop*>(m_thread.get())->context.get() : nullptr;
}

Poller& IoThread::poller() const {
    Q_ASSERT(m_poller);
    return *m_poller;
}

}  // namespace server
