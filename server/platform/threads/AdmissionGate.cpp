#include "server/platform/threads/AdmissionGate.h"

namespace server {

AdmissionGate::Pass AdmissionGate::enter(quint64 key) {
    const std::lock_guard lock(m_state->mutex);
    int& inside = m_state->inside[key];
    if (inside >= m_state->share) return {};
    ++inside;
    Pass pass;
    pass.m_state = m_state;
    pass.m_key = key;
    return pass;
}

int AdmissionGate::inside(quint64 key) const {
    const std::lock_guard lock(m_state->mutex);
    const auto found = m_state->inside.find(key);
    return found == m_state->inside.end() ? 0 : found->second;
}

AdmissionGate::Pass& AdmissionGate::Pass::operator=(Pass&& other) noexcept {
    std::swap(m_state, other.m_state);
    std::swap(m_key, other.m_key);
    return *this;
}

AdmissionGate::Pass::~Pass() {
    if (!m_state) return;
    const std::lock_guard lock(m_state->mutex);
    const auto found = m_state->inside.find(m_key);
    if (--found->second == 0) m_state->inside.erase(found);
}

}  // namespace server
