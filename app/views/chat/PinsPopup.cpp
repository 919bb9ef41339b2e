#include "app/views/chat/PinsPopup.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QListWidget>

#include "app/actions/FailureText.h"
#include "app/models/RowBuilder.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kWidth = 380;
constexpr int kHeight = 420;
constexpr int kExcerpt = 160;

}  // namespace

PinsPopup::PinsPopup(const Theme& theme, AccountSession& session, shared::ChannelId channel, QWidget* parent)
    : Popup(theme, tr("Pinned messages"), parent),
      m_session(session),
      m_guild(session.store().channels().guildOf(channel)),
      m_note(new Text(theme, tr("Loading..."), TextStyle::Ui, Token::Text2, content())),
      m_list(new QListWidget(content())) {
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(content());
    column->setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12));
    column->addWidget(new Text(theme, tr("Pinned messages"), TextStyle::Heading, Token::Text, content()));
    column->addWidget(m_note);
    column->addWidget(m_list, 1);
    content()->setFixedSize(theme.px(kWidth), theme.px(kHeight));
    m_list->setWordWrap(true);
    m_list->setSpacing(theme.px(4));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFont(theme.font(TextStyle::Ui));
    m_list->setAccessibleName(tr("Pinned messages"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->hide();
    const Reply<QList<shared::Message>> reply = session.messages().pins(channel);
    reply.then(this, [this](const QList<shared::Message>& messages) { fill(messages); });
    reply.onError(this, [this](const ApiError& error) {
        m_note->setText(tr("The pinned messages did not come: %1.").arg(failureText(error)));
    });
    connect(m_list, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        const shared::MessageId id(item->data(Qt::UserRole).toULongLong());
        close();
        Q_EMIT messageActivated(id);
    });
    connect(m_list, &QListWidget::itemClicked, m_list, &QListWidget::itemActivated);
}

void PinsPopup::fill(const QList<shared::Message>& messages) {
    m_list->setVisible(!messages.isEmpty());
    m_note->setVisible(messages.isEmpty());
    m_note->setText(tr("Nothing is pinned here yet. Pin a message from its menu."));
    const RowBuilder rows(m_session.store());
    for (const shared::Message& message : messages) {
        QString text = message.content.left(kExcerpt);
        if (text.isEmpty() && !message.attachments.isEmpty()) text = message.attachments.first().filename;
        auto* item = new QListWidgetItem(rows.person(m_guild, message.author).name + u'\n' + text, m_list);
        item->setData(Qt::UserRole, QVariant::fromValue(message.id.value()));
    }
    m_list->setCurrentRow(0);
    m_list->setFocus();
}

}  // namespace app
