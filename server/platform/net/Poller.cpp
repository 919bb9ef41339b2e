#include "server/platform/net/Poller.h"

#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#ifdef Q_OS_LINUX
#include <sys/epoll.h>
#include <unistd.h>
#endif

namespace server {

/** Slots are reused; a handle is a slot's index and its generation, so that an old one finds nothing. */
class Poller::Private {
 public:
    struct Slot {
        Pollable* target = nullptr;
        qintptr descriptor = -1;
        quint32 generation = 1;
#ifndef Q_OS_LINUX
        std::unique_ptr<QSocketNotifier> reader;
        std::unique_ptr<QSocketNotifier> writer;
#endif
    };

    std::vector<Slot> slots;
    std::vector<quint32> free;
    std::vector<Handle> awake;
    std::vector<Handle> waiting;  ///< for release()
    std::vector<char> scratch = std::vector<char>(kScratchBytes);
    QObject context;
    bool wakePosted = false;
#ifdef Q_OS_LINUX
    int epoll = -1;
    std::unique_ptr<QSocketNotifier> notifier;
#endif

    Slot* find(Handle handle) {
        const auto index = static_cast<quint32>(handle);
        if (index >= slots.size()) return nullptr;
        Slot& slot = slots[index];
        return slot.target && slot.generation == static_cast<quint32>(handle >> 32) ? &slot : nullptr;
    }

    void deliver(Handle handle, bool readable, bool writable, bool broken) {
        if (Slot* slot = find(handle)) slot->target->onPoll(readable, writable, broken);
    }

    void runAwake() {
        wakePosted = false;
        std::vector<Handle> handles;
        handles.swap(awake);
        for (const Handle handle : handles)
            deliver(handle, true, false, false);
    }

#ifdef Q_OS_LINUX
    void drain() {
        // One batch for each turn of the loop, so that posts and timers get theirs.
        epoll_event events[128];
        const int count = ::epoll_wait(epoll, events, 128, 0);
        for (int i = 0; i < count; ++i) {
            const quint32 what = events[i].events;
            deliver(events[i].data.u64, what & (EPOLLIN | EPOLLHUP | EPOLLERR), what & EPOLLOUT,
                    what & (EPOLLHUP | EPOLLERR));
        }
    }
#endif
};

Poller::Poller() : d(std::make_unique<Private>()) {
#ifdef Q_OS_LINUX
    d->epoll = ::epoll_create1(EPOLL_CLOEXEC);
    d->notifier = std::make_unique<QSocketNotifier>(d->epoll, QSocketNotifier::Read);
    QObject::connect(d->notifier.get(), &QSocketNotifier::activated, d->notifier.get(), [p = d.get()] { p->drain(); });
#endif
}

Poller::~Poller() {
#ifdef Q_OS_LINUX
    d->notifier.reset();
    ::close(d->epoll);
#endif
}

#ifdef Q_OS_LINUX
namespace {

quint32 epollEvents(bool read, bool write) {
    return (read ? EPOLLIN : 0U) | (write ? EPOLLOUT : 0U);
}

}  // namespace
#endif

Poller::Handle Poller::add(qintptr descriptor, Pollable* target, bool read, bool write) {
    if (d->free.empty()) {
        d->free.push_back(static_cast<quint32>(d->slots.size()));
        d->slots.emplace_back();
    }
    const quint32 index = d->free.back();
    d->free.pop_back();
    Private::Slot& slot = d->slots[index];
    slot.target = target;
    slot.descriptor = descriptor;
    const Handle handle = (static_cast<Handle>(slot.generation) << 32) | index;
#ifdef Q_OS_LINUX
    epoll_event event{};
    event.events = epollEvents(read, write);
    event.data.u64 = handle;
    ::epoll_ctl(d->epoll, EPOLL_CTL_ADD, static_cast<int>(descriptor), &event);
#else
    change(handle, read, write);
#endif
    return handle;
}

void Poller::change(Handle handle, bool read, bool write) {
    Private::Slot* slot = d->find(handle);
    if (!slot) return;
#ifdef Q_OS_LINUX
    epoll_event event{};
    event.events = epollEvents(read, write);
    event.data.u64 = handle;
    ::epoll_ctl(d->epoll, EPOLL_CTL_MOD, static_cast<int>(slot->descriptor), &event);
#else
    const auto set = [&](std::unique_ptr<QSocketNotifier>& notifier, QSocketNotifier::Type type, bool on) {
        if (on && !notifier) {
            notifier = std::make_unique<QSocketNotifier>(slot->descriptor, type);
            const bool reads = type == QSocketNotifier::Read;
            QObject::connect(notifier.get(), &QSocketNotifier::activated, &d->context,
                             [p = d.get(), handle, reads] { p->deliver(handle, reads, !reads, false); });
        }
        if (notifier) notifier->setEnabled(on);
    };
    set(slot->reader, QSocketNotifier::Read, read);
    set(slot->writer, QSocketNotifier::Write, write);
#endif
}

void Poller::remove(Handle handle) {
    Private::Slot* slot = d->find(handle);
    if (!slot) return;
#ifdef Q_OS_LINUX
    ::epoll_ctl(d->epoll, EPOLL_CTL_DEL, static_cast<int>(slot->descriptor), nullptr);
#else
    // Perhaps inside the notifier's own signal: it must not be destroyed there.
    for (auto* notifier : {&slot->reader, &slot->writer}) {
        if (!*notifier) continue;
        (*notifier)->setEnabled(false);
        notifier->release()->deleteLater();
    }
#endif
    slot->target = nullptr;
    slot->descriptor = -1;
    ++slot->generation;
    d->free.push_back(static_cast<quint32>(handle));
}

void Poller::sendOnRelease(Handle handle) {
    d->waiting.push_back(handle);
}

void Poller::release() {
    m_isHeld = false;
    std::vector<Handle> handles;
    handles.swap(d->waiting);
    for (const Handle handle : handles) {
        if (Private::Slot* slot = d->find(handle)) slot->target->onRelease();
    }
    // The room for many sockets is kept for the next time.
    handles.clear();
    if (d->waiting.empty()) d->waiting.swap(handles);
}

char* Poller::scratch() {
    return d->scratch.data();
}

void Poller::wake(Handle handle) {
    d->awake.push_back(handle);
    if (d->wakePosted) return;
    d->wakePosted = true;
    QTimer::singleShot(0, &d->context, [p = d.get()] { p->runAwake(); });
}

}  // namespace server
