#pragma once

#include "app/session/AccountSession.h"
#include "app/views/composer/CompletionProvider.h"

namespace app {

/** What "@", "#" and ":" can mean in the channel that is open, out of what the session knows. GUI thread. */
class SessionCompletion final : public CompletionProvider {
 public:
    explicit SessionCompletion(AccountSession& session) : m_session(session) {}

    QString heading(QChar trigger, const QString& word) const override;
    QList<CompletionItem> complete(QChar trigger, const QString& word, int limit) override;

 private:
    QList<CompletionItem> people(const QString& word, int limit) const;
    QList<CompletionItem> channels(const QString& word, int limit) const;
    QList<CompletionItem> emoji(const QString& word, int limit) const;

    AccountSession& m_session;
};

}  // namespace app
