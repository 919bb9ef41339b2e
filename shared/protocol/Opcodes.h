#pragma once

#include <QtCore/QtGlobal>

namespace shared {

/** `op` of a gateway payload. Source: "Gateway Opcodes"; a few of the user-account side are known, too. */
enum class Opcode : int {
    Dispatch = 0,                  ///< to the client
    Heartbeat = 1,                 ///< both ways
    Identify = 2,                  ///< to the server
    PresenceUpdate = 3,            ///< to the server
    VoiceStateUpdate = 4,          ///< to the server
    VoiceServerPing = 5,           ///< to the server, people only; may be ignored
    Resume = 6,                    ///< to the server
    Reconnect = 7,                 ///< to the client
    RequestGuildMembers = 8,       ///< to the server
    InvalidSession = 9,            ///< to the client
    Hello = 10,                    ///< to the client
    HeartbeatAck = 11,             ///< to the client
    CallConnect = 13,              ///< to the server, people only
    GuildSubscriptions = 14,       ///< to the server, people only
    RequestSoundboardSounds = 31,  ///< to the server
    GuildSubscriptionsBulk = 37,   ///< to the server, people only
    RequestChannelInfo = 43,       ///< to the server
};

/** Whether a client may send it; anything else closes the connection with CloseCode::UnknownOpcode. */
constexpr bool mayComeFromClient(int opcode) {
    switch (static_cast<Opcode>(opcode)) {
        case Opcode::Heartbeat:
        case Opcode::Identify:
        case Opcode::PresenceUpdate:
        case Opcode::VoiceStateUpdate:
        case Opcode::VoiceServerPing:
        case Opcode::Resume:
        case Opcode::RequestGuildMembers:
        case Opcode::CallConnect:
        case Opcode::GuildSubscriptions:
        case Opcode::RequestSoundboardSounds:
        case Opcode::GuildSubscriptionsBulk:
        case Opcode::RequestChannelInfo:
            return true;
        default:
            return false;
    }
}

/** `op` on a voice connection. Source: "Voice Opcodes"; those of the end-to-end encryption are left out. */
enum class VoiceOpcode : int {
    Identify = 0,
    SelectProtocol = 1,
    Ready = 2,
    Heartbeat = 3,
    SessionDescription = 4,
    Speaking = 5,
    HeartbeatAck = 6,
    Resume = 7,
    Hello = 8,
    Resumed = 9,
    ClientsConnect = 11,
    ClientDisconnect = 13,
};

}  // namespace shared
