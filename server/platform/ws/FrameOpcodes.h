#pragma once

#include <QtCore/qglobal.h>

/** What a frame is. Source: RFC 6455, section 5.2. */
namespace server::frame {

constexpr quint8 kContinuation = 0x0;
constexpr quint8 kText = 0x1;
constexpr quint8 kBinary = 0x2;
constexpr quint8 kClose = 0x8;
constexpr quint8 kPing = 0x9;
constexpr quint8 kPong = 0xA;

}  // namespace server::frame
