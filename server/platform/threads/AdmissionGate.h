#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include <QtCore/QtGlobal>

namespace server {

/**
 * Lets at most `share` callers at a time wait for one key (a database), so that a sick one cannot hold every worker.
 *
 * Any thread. Passes may outlive the gate.
 */
class AdmissionGate {
 public:
    explicit AdmissionGate(int share) : m_state(std::make_shared<State>(share)) {}

    /** The right to be inside; given back when it dies. */
    class [[nodiscard]] Pass {
     public:
        Pass() = default;
        Pass(Pass&&) noexcept = default;
        Pass& operator=(Pass&& other) noexcept;
        ~Pass();
        explicit operator bool() const { return m_state != nullptr; }

     private:
        friend class AdmissionGate;
        std::shared_ptr<struct AdmissionGateState> m_state;
        quint64 m_key = 0;
    };

    /** An empty pass when the share is taken: answer 503 then. */
    Pass enter(quint64 key);
    int inside(quint64 key) const;

 private:
    using State = struct AdmissionGateState;
    std::shared_ptr<State> m_state;
};

/** The inside of an AdmissionGate. */
struct AdmissionGateState {
    explicit AdmissionGateState(int limit) : share(limit) {}
    const int share;
    std::mutex mutex;
    std::unordered_map<quint64, int> inside;
};

}  // namespace server
