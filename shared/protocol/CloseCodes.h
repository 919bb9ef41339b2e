#pragma once

#include <QtCore/QtGlobal>

namespace shared {

/** Why the gateway closed a connection. Source: "Gateway Close Event Codes". */
enum class CloseCode : quint16 {
    UnknownError = 4000,
    UnknownOpcode = 4001,
    DecodeError = 4002,
    NotAuthenticated = 4003,
    AuthenticationFailed = 4004,
    AlreadyAuthenticated = 4005,
    InvalidSequence = 4007,
    RateLimited = 4008,
    SessionTimedOut = 4009,
    InvalidShard = 4010,
    ShardingRequired = 4011,
    InvalidApiVersion = 4012,
    InvalidIntents = 4013,
    DisallowedIntents = 4014,
};

/** Whether a client should connect again after it. Codes that are not listed (1000, 1006 ...) leave it free to. */
constexpr bool mayReconnect(int closeCode) {
    switch (static_cast<CloseCode>(closeCode)) {
        case CloseCode::AuthenticationFailed:
        case CloseCode::InvalidShard:
        case CloseCode::ShardingRequired:
        case CloseCode::InvalidApiVersion:
        case CloseCode::InvalidIntents:
        case CloseCode::DisallowedIntents:
            return false;
        default:
            return true;
    }
}

/** Whether the session survives it, so that RESUME may work. A clean close by the client (1000, 1001) ends it. */
constexpr bool maySessionBeResumed(int closeCode) {
    if (closeCode == 1000 || closeCode == 1001) return false;
    switch (static_cast<CloseCode>(closeCode)) {
        case CloseCode::NotAuthenticated:
        case CloseCode::InvalidSequence:
        case CloseCode::SessionTimedOut:
            return false;
        default:
            return mayReconnect(closeCode);
    }
}

/** A word for logs and for the close frame's reason; ASCII. */
constexpr const char* textOf(CloseCode code) {
    switch (code) {
        case CloseCode::UnknownError:
            return "Unknown error.";
        case CloseCode::UnknownOpcode:
            return "Unknown opcode.";
        case CloseCode::DecodeError:
            return "Error while decoding payload.";
        case CloseCode::NotAuthenticated:
            return "Not authenticated.";
        case CloseCode::AuthenticationFailed:
            return "Authentication failed.";
        case CloseCode::AlreadyAuthenticated:
            return "Already authenticated.";
        case CloseCode::InvalidSequence:
            return "Invalid seq.";
        case CloseCode::RateLimited:
            return "You are being rate limited.";
        case CloseCode::SessionTimedOut:
            return "Session timed out.";
        case CloseCode::InvalidShard:
            return "Invalid shard.";
        case CloseCode::ShardingRequired:
            return "Sharding required.";
        case CloseCode::InvalidApiVersion:
            return "Invalid API version.";
        case CloseCode::InvalidIntents:
            return "Invalid intent(s).";
        case CloseCode::DisallowedIntents:
            return "Disallowed intent(s).";
    }
    return "";
}

/** Why a voice connection was closed. Source: "Voice Close Event Codes". */
enum class VoiceCloseCode : quint16 {
    UnknownOpcode = 4001,
    DecodeError = 4002,
    NotAuthenticated = 4003,
    AuthenticationFailed = 4004,
    AlreadyAuthenticated = 4005,
    SessionInvalid = 4006,
    SessionTimeout = 4009,
    ServerNotFound = 4011,
    UnknownProtocol = 4012,
    Disconnected = 4014,
    ServerCrashed = 4015,
    UnknownEncryptionMode = 4016,
    BadRequest = 4020,
    RateLimited = 4021,
    CallTerminated = 4022,
};

}  // namespace shared
