#include "server/platform/http/ChunkedBody.h"

#include <algorithm>

namespace server {
namespace {

constexpr int kMaxDigits = 15;
constexpr int kMaxSkipped = 8 * 1024;

}  // namespace

ChunkedBody::Step ChunkedBody::feed(const char* data, qint64 size, HttpBodySink* sink) {
    Step step;
    while (step.consumed < size && !m_complete) {
        if (m_state != State::Data) {
            step.status = framing(data[step.consumed]);
            if (step.status) return step;
            ++step.consumed;
            continue;
        }
        const auto take = static_cast<qint64>(std::min<quint64>(m_left, static_cast<quint64>(size - step.consumed)));
        step.status = sink ? sink->onBody(data + step.consumed, take) : 400;
        if (step.status) return step;
        step.consumed += take;
        m_left -= static_cast<quint64>(take);
        if (m_left == 0) m_state = State::DataReturn;
    }
    step.complete = m_complete;
    return step;
}

int ChunkedBody::sizeDigit(char byte) {
    int digit = -1;
    if (byte >= '0' && byte <= '9') digit = byte - '0';
    if (byte >= 'a' && byte <= 'f') digit = byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') digit = byte - 'A' + 10;
    if (digit >= 0) {
        m_left = m_left * 16 + static_cast<quint64>(digit);
        return ++m_digits > kMaxDigits ? 400 : 0;
    }
    if (m_digits == 0) return 400;
    if (byte == '\r') {
        m_state = State::SizeEnd;
        return 0;
    }
    m_state = State::Extension;
    return byte == ';' || byte == ' ' || byte == '\t' ? 0 : 400;
}

int ChunkedBody::framing(char byte) {
    const auto expect = [&](char wanted, State next) {
        m_state = next;
        return byte == wanted ? 0 : 400;
    };
    switch (m_state) {
        case State::Size:
            return sizeDigit(byte);
        case State::Extension:
            if (byte == '\r') m_state = State::SizeEnd;
            if (byte == '\n' || byte == '\0') return 400;
            return ++m_skipped > kMaxSkipped ? 400 : 0;
        case State::SizeEnd:
            return expect('\n', m_left == 0 ? State::TrailerStart : State::Data);
        case State::DataReturn:
            return expect('\r', State::DataEnd);
        case State::DataEnd:
            m_digits = 0;
            return expect('\n', State::Size);
        case State::TrailerStart:
            m_state = byte == '\r' ? State::LastEnd : State::Trailer;
            return byte == '\n' || byte == '\0' ? 400 : 0;
        case State::Trailer:
            if (byte == '\r') m_state = State::TrailerEnd;
            if (byte == '\n' || byte == '\0') return 400;
            return ++m_skipped > kMaxSkipped ? 431 : 0;
        case State::TrailerEnd:
            return expect('\n', State::TrailerStart);
        case State::LastEnd:
            m_complete = true;
            return byte == '\n' ? 0 : 400;
        case State::Data:
            break;
    }
    return 400;
}

}  // namespace server
