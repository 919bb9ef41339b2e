#pragma once

#include <QtCore/QElapsedTimer>

#include "app/admin/HostSetup.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace app {

class Tag;

/**
 * "Can my friends reach me?": the invite and the addresses to hand out, and what could really be checked from here.
 *
 * The checks are of this moment: the server answers, in which networks it can be reached, the fingerprint of its key.
 */
class HostDonePage final : public Surface {
    Q_OBJECT
 public:
    HostDonePage(const Theme& theme, HostedServer& server, const shared::Clock& clock, shared::Random& random,
                 QWidget* parent = nullptr);
    ~HostDonePage() override;

    void setResult(const HostResult& result);
    void runChecks();

 Q_SIGNALS:
    void goWanted();

 private:
    class Check;
    QWidget* addresses();
    QWidget* checks();
    QWidget* copyRow(const QString& label, const QString& value, bool primary);
    void refresh();
    void showState();
    void showNetworks();
    void showKey();

    HostedServer& m_server;
    const shared::Clock& m_clock;
    shared::Random& m_random;
    HostResult m_result;
    std::unique_ptr<LogIn> m_probe;
    QElapsedTimer m_took;
    Text* m_title;
    Text* m_state;
    Tag* m_running;
    QVBoxLayout* m_rows = nullptr;
    Check* m_answers = nullptr;
    Check* m_home = nullptr;
    Check* m_certificate = nullptr;
    Check* m_internet = nullptr;
};

}  // namespace app
