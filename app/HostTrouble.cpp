#include "app/HostTrouble.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QBoxLayout>

#include "app/views/common/Sheet.h"
#include "app/widgets/Field.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kLeastPort = 1024;
constexpr int kMostPort = 65535;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(app::HostTrouble)
};

/** Another port and what that means for those who know the present one. */
void addOtherPort(const Theme& theme, const HostedServer& server, Sheet* sheet,
                  const std::function<void(quint16)>& start) {
    const quint16 present = server.options().port;
    auto* port = new Field(theme, Words::tr("Another port"), sheet);
    port->setObjectName(u"port"_s);
    if (const quint16 free = server.freePortAbove(present); free != 0) port->setText(QString::number(free));
    port->setHint(
        Words::tr(
            "Invite links that are out name port %1 and stop working, and so do the apps of your friends until they "
            "follow a new link. You get one when the server runs.")
            .arg(present));
    // The last button is what Enter in the field means.
    Button* use = sheet->addButton(Words::tr("Use this port"), Button::Kind::Neutral);
    use->setObjectName(u"usePort"_s);
    sheet->body()->addWidget(port);
    const auto go = [sheet, port, start] {
        const int wanted = port->text().trimmed().toInt();
        if (wanted < kLeastPort || wanted > kMostPort)
            return port->setError(Words::tr("Write a number from %1 to %2.").arg(kLeastPort).arg(kMostPort));
        sheet->finish();
        start(static_cast<quint16>(wanted));
    };
    QObject::connect(use, &QAbstractButton::clicked, sheet, go);
    QObject::connect(port, &Field::textChanged, sheet, [port] { port->setError({}); });
}

}  // namespace

Sheet* openHostTrouble(const Theme& theme, const HostedServer& server, QWidget* host,
                       const std::function<void(quint16 port)>& start) {
    const quint16 present = server.options().port;
    const bool isPort = server.isPortRefused();
    const QString community = server.options().serverName;
    const QString effect = community.isEmpty() ? Words::tr("Your communities cannot be reached until it runs.")
                                               : Words::tr("%1 cannot be reached until it runs.").arg(community);
    auto* sheet =
        new Sheet(theme, Words::tr("Your server did not start"),
                  isPort ? Words::tr("Another program on this computer holds port %1. %2 Close that program and "
                                     "try again, or let the server use another port.")
                               .arg(present)
                               .arg(effect)
                         : effect + u' ' + server.failure(),
                  host);
    sheet->setObjectName(u"hostTrouble"_s);
    sheet->cancelButton()->setText(Words::tr("Not now"));
    Button* again = isPort ? new Button(theme, Words::tr("Try again"), Button::Kind::Primary, sheet)
                           : sheet->addButton(Words::tr("Try again"), Button::Kind::Primary);
    if (isPort) {
        sheet->body()->addWidget(again);
        addOtherPort(theme, server, sheet, start);
        sheet->body()->addWidget(new Text(theme, server.failure(), TextStyle::Caption, Token::Text3, sheet));
    }
    again->setObjectName(u"tryAgain"_s);
    QObject::connect(again, &QAbstractButton::clicked, sheet, [sheet, start, present] {
        sheet->finish();
        start(present);
    });
    sheet->open(again);
    return sheet;
}

}  // namespace app
