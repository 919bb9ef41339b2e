#include "app/actions/MessageActions.h"

#include <utility>

#include <QtCore/QFileInfo>

#include "app/actions/FailureText.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kPage = 50;
constexpr qint64 kTypingEveryMs = 8'000;
/** As long the server knows a message by its nonce: later, one that it has already would stand there twice. */
constexpr qint64 kNonceLifeMs = 4 * 60 * 1000;

/** The same message would be refused again. */
bool isFinal(const ApiError& error) {
    return error.kind == ApiError::Kind::Local ||
           (error.kind == ApiError::Kind::Refused && (error.httpStatus == 400 || error.httpStatus == 413));
}

}  // namespace

MessageActions::MessageActions(RestClient& client, ClientStore& store, shared::Random& random, QObject* parent)
    : QObject(parent), m_api(client), m_channelApi(client), m_store(store), m_random(random) {}

// ---- sending ---------------------------------------------------------------------------------------------------

QString MessageActions::newNonce() {
    const shared::Snowflake now = shared::Snowflake::lowestAt(m_store.clock().nowMs());
    return QString::number(now.value() | m_random.below(1 << 22));
}

StoredMessage MessageActions::pendingRow(shared::ChannelId channel, const OutgoingMessage& message,
                                         const QString& nonce) const {
    StoredMessage row;
    row.state = StoredMessage::State::Sending;
    row.nonce = nonce;
    row.message.channelId = channel;
    row.message.author = m_store.self();
    row.message.content = message.content;
    row.message.timestamp = shared::Timestamp(m_store.clock().nowMs());
    if (message.replyTo) {
        row.message.type = shared::MessageType::Reply;
        shared::MessageReference reference;
        reference.messageId = message.replyTo;
        row.message.messageReference = shared::Box<shared::MessageReference>(reference);
    }
    for (qsizetype i = 0; i < message.files.size(); ++i) {
        const OutgoingFile& file = message.files[i];
        PendingFile pending;
        pending.uploadId = nonce + u'/' + QString::number(i);
        pending.path = file.path;
        pending.fileName = file.fileName;
        pending.contentType = file.contentType;
        pending.description = file.description;
        pending.size = file.path.isEmpty() ? file.bytes.size() : QFileInfo(file.path).size();
        pending.width = file.width;
        pending.height = file.height;
        row.totalBytes += pending.size;
        row.files.append(pending);
    }
    return row;
}

std::optional<OutgoingMessage> MessageActions::takeBack(shared::ChannelId channel, const QString& nonce) {
    const auto found = m_pending.find(nonce);
    if (found == m_pending.end() || !found->second.isFailed) return std::nullopt;
    OutgoingMessage message = std::move(found->second.message);
    drop(channel, nonce);
    return message;
}

MessageActions::Pending MessageActions::pendingCall(shared::ChannelId channel, const OutgoingMessage& message,
                                                    const QString& nonce) const {
    Pending pending;
    pending.channel = channel;
    pending.message = message;
    shared::CreateMessage& body = pending.body;
    body.content = message.content;
    body.nonce = shared::Nonce{nonce, false};
    body.enforceNonce = true;
    if (message.replyTo) {
        shared::MessageReference reference;
        reference.messageId = message.replyTo;
        reference.failIfNotExists = false;
        body.messageReference = reference;
        if (!message.pingAuthor) {
            shared::AllowedMentions mentions;
            mentions.parse = QList<QString>{u"users"_s, u"roles"_s, u"everyone"_s};
            mentions.repliedUser = false;
            body.allowedMentions = mentions;
        }
    }
    QList<shared::AttachmentRequest> attachments;
    for (qsizetype i = 0; i < message.files.size(); ++i) {
        const OutgoingFile& file = message.files[i];
        const QString name = file.spoiler ? u"SPOILER_"_s + file.fileName : file.fileName;
        shared::AttachmentRequest attachment;
        attachment.id = shared::AttachmentId(static_cast<quint64>(i));
        attachment.filename = name;
        if (!file.description.isEmpty()) attachment.description = file.description;
        attachments.append(attachment);
        pending.files.append({file.path, file.bytes, name, file.contentType, file.description});
    }
    if (!attachments.isEmpty()) body.attachments = attachments;
    return pending;
}

QString MessageActions::send(shared::ChannelId channel, const OutgoingMessage& message) {
    if (message.isEmpty()) return {};
    const QString nonce = newNonce();
    m_store.apply(MessagePending{channel, pendingRow(channel, message, nonce)});
    m_pending.emplace(nonce, pendingCall(channel, message, nonce));
    m_queues[channel].push_back(nonce);
    m_lastTypingMs.remove(channel);
    sendNext(channel);
    return nonce;
}

void MessageActions::sendNext(shared::ChannelId channel) {
    auto& queue = m_queues[channel];
    if (!m_isOnline || queue.empty() || m_sending.contains(channel)) return;
    const QString nonce = queue.front();
    queue.pop_front();
    Pending& pending = m_pending.at(nonce);
    m_sending.insert(channel);
    if (pending.triedMs == 0) pending.triedMs = m_store.clock().nowMs();
    const Reply<shared::Message> reply = m_api.create(channel, pending.body, pending.files);
    pending.reply = reply;
    pending.isFailed = false;
    reply.then(this, [this, channel, nonce](const shared::Message& sent) {
        shared::Message message = sent;
        // The pending row is found by its nonce, also by servers that do not send it back.
        message.nonce = shared::Nonce{nonce, false};
        m_pending.erase(nonce);
        m_store.apply(MessageAnswered{message});
        finishSending(channel, nonce);
    });
    reply.onError(this, [this, channel, nonce](const ApiError& error) { failSending(channel, nonce, error); });
    if (!pending.files.isEmpty())
        reply.onProgress(this, [this, channel, nonce](qint64 sent, qint64 total) {
            m_store.apply(MessageProgress{channel, nonce, sent, total});
        });
}

void MessageActions::failSending(shared::ChannelId channel, const QString& nonce, const ApiError& error) {
    const auto found = m_pending.find(nonce);
    if (found != m_pending.end()) {
        found->second.reply.reset();
        const bool isLost = error.kind == ApiError::Kind::Network || error.kind == ApiError::Kind::Timeout;
        if (isLost && !m_isOnline) {
            m_queues[channel].push_front(nonce);
        } else {
            found->second.isFailed = true;
            m_store.apply(MessageFailed{channel, nonce, failureText(error), isFinal(error)});
        }
    }
    finishSending(channel, nonce);
}

void MessageActions::setOnline(bool online) {
    if (online == std::exchange(m_isOnline, online) || !online) return;
    const qint64 tooOld = m_store.clock().nowMs() - kNonceLifeMs;
    const QList<shared::ChannelId> channels = m_queues.keys();
    for (const shared::ChannelId channel : channels) {
        auto& queue = m_queues[channel];
        // Whether the server has it already is not known any more: the person can see, and decides.
        while (!queue.empty()) {
            Pending& first = m_pending.at(queue.front());
            if (first.triedMs == 0 || first.triedMs > tooOld) break;
            first.isFailed = true;
            m_store.apply(MessageFailed{channel, queue.front(), tr("the connection broke while it was sent")});
            queue.pop_front();
        }
        sendNext(channel);
    }
}

void MessageActions::finishSending(shared::ChannelId channel, const QString&) {
    m_sending.remove(channel);
    sendNext(channel);
}

void MessageActions::retry(shared::ChannelId channel, const QString& nonce) {
    const auto found = m_pending.find(nonce);
    if (found == m_pending.end() || !found->second.isFailed) return;
    found->second.isFailed = false;
    found->second.triedMs = 0;
    m_store.apply(MessageRetried{channel, nonce});
    m_queues[channel].push_back(nonce);
    sendNext(channel);
}

void MessageActions::drop(shared::ChannelId channel, const QString& nonce) {
    m_store.apply(MessageDropped{channel, nonce});
    auto& queue = m_queues[channel];
    queue.erase(std::remove(queue.begin(), queue.end(), nonce), queue.end());
    const auto found = m_pending.find(nonce);
    if (found == m_pending.end()) return;
    const auto reply = found->second.reply;
    m_pending.erase(found);
    if (reply) reply->cancel();
}

void MessageActions::cancelUpload(shared::ChannelId channel, const QString& uploadId) {
    drop(channel, uploadId.section(u'/', 0, 0));
}

// ---- what is done with messages --------------------------------------------------------------------------------

void MessageActions::report(const Reply<void>& reply, const QString& what) {
    reply.onError(this, [this, what](const ApiError& error) { Q_EMIT failed(what.arg(failureText(error)), error); });
}

void MessageActions::edit(shared::ChannelId channel, shared::MessageId message, const QString& content) {
    const shared::Message* before = m_store.messages().find(channel, message);
    if (before != nullptr && before->content == content) return;
    shared::EditMessage body;
    body.content = content;
    const Reply<shared::Message> reply = m_api.edit(channel, message, body);
    reply.then(this, [this](const shared::Message& edited) { m_store.apply(MessageAnswered{edited}); });
    reply.onError(this, [this](const ApiError& error) {
        Q_EMIT failed(tr("The change was not saved: %1.").arg(failureText(error)), error);
    });
}

void MessageActions::remove(shared::ChannelId channel, shared::MessageId message) {
    report(m_api.remove(channel, message), tr("The message was not deleted: %1."));
}

void MessageActions::toggleReaction(shared::ChannelId channel, shared::MessageId message,
                                    const shared::PartialEmoji& emoji) {
    const shared::Message* known = m_store.messages().find(channel, message);
    bool isMine = false;
    if (known != nullptr)
        for (const shared::Reaction& reaction : known->reactions)
            if (reaction.me && (emoji.id ? reaction.emoji.id == emoji.id : reaction.emoji.name == emoji.name))
                isMine = true;
    m_store.apply(OwnReaction{channel, message, emoji, !isMine});
    const Reply<void> reply =
        isMine ? m_api.removeReaction(channel, message, emoji) : m_api.addReaction(channel, message, emoji);
    reply.onError(this, [this, channel, message, emoji, isMine](const ApiError& error) {
        m_store.apply(OwnReaction{channel, message, emoji, isMine});
        Q_EMIT failed(tr("The reaction was not saved: %1.").arg(failureText(error)), error);
    });
}

void MessageActions::setPinned(shared::ChannelId channel, shared::MessageId message, bool pinned) {
    report(pinned ? m_api.pin(channel, message) : m_api.unpin(channel, message),
           pinned ? tr("The message was not pinned: %1.") : tr("The message was not unpinned: %1."));
}

void MessageActions::typing(shared::ChannelId channel) {
    const qint64 now = m_store.clock().nowMs();
    const qint64 last = m_lastTypingMs.value(channel, 0);
    if (now - last < kTypingEveryMs && now >= last) return;
    m_lastTypingMs.insert(channel, now);
    static_cast<void>(m_channelApi.startTyping(channel));
}

// ---- history ---------------------------------------------------------------------------------------------------

void MessageActions::fetch(shared::ChannelId channel, const HistoryPage& page, HistoryLoaded::Page into) {
    const bool whole = into == HistoryLoaded::Page::Whole;
    if (m_fetching.contains(channel) && !whole) return;
    m_fetching.insert(channel);
    if (whole) ++m_wholePages[channel];
    const int serial = m_wholePages.value(channel);
    m_store.apply(HistoryLoading{channel, into != HistoryLoaded::Page::Newer, into != HistoryLoaded::Page::Older});
    const Reply<QList<shared::Message>> reply = m_api.list(channel, page);
    reply.then(this, [this, channel, page, into, serial](const QList<shared::Message>& messages) {
        if (serial != m_wholePages.value(channel)) return;
        m_fetching.remove(channel);
        HistoryLoaded loaded;
        loaded.channelId = channel;
        loaded.page = into;
        loaded.messages = messages;
        const bool full = messages.size() >= page.limit;
        // A page around a message is full on each side by itself.
        const auto older = std::count_if(messages.cbegin(), messages.cend(),
                                         [&page](const shared::Message& message) { return message.id < page.around; });
        loaded.hasOlder = page.around ? older >= page.limit / 2 : full;
        loaded.hasNewer = into == HistoryLoaded::Page::Newer ? full
                          : page.around                      ? messages.size() - older - 1 >= (page.limit - 1) / 2
                                                             : false;
        m_store.apply(loaded);
        if (page.around)
            Q_EMIT loadedAround(channel, page.around, m_store.messages().find(channel, page.around) != nullptr);
    });
    reply.onError(this, [this, channel, serial](const ApiError& error) {
        if (serial != m_wholePages.value(channel)) return;
        m_fetching.remove(channel);
        m_store.apply(HistoryFailed{channel});
        Q_EMIT failed(tr("The messages were not loaded: %1.").arg(failureText(error)), error);
    });
}

void MessageActions::loadLatest(shared::ChannelId channel) {
    HistoryPage page;
    page.limit = kPage;
    fetch(channel, page, HistoryLoaded::Page::Whole);
}

void MessageActions::loadOlder(shared::ChannelId channel) {
    const MessageWindow* window = m_store.messages().find(channel);
    if (window == nullptr || !window->hasOlder() || !window->oldestId()) return;
    HistoryPage page;
    page.before = window->oldestId();
    page.limit = kPage;
    fetch(channel, page, HistoryLoaded::Page::Older);
}

void MessageActions::loadNewer(shared::ChannelId channel) {
    const MessageWindow* window = m_store.messages().find(channel);
    if (window == nullptr || !window->hasNewer() || !window->newestId()) return;
    HistoryPage page;
    page.after = window->newestId();
    page.limit = kPage;
    fetch(channel, page, HistoryLoaded::Page::Newer);
}

void MessageActions::loadAround(shared::ChannelId channel, shared::MessageId message) {
    const MessageWindow* window = m_store.messages().find(channel);
    if (window != nullptr && window->isLoaded() && window->indexOf(message) >= 0) {
        Q_EMIT loadedAround(channel, message, true);
        return;
    }
    HistoryPage page;
    page.around = message;
    page.limit = kPage;
    fetch(channel, page, HistoryLoaded::Page::Whole);
}

}  // namespace app
