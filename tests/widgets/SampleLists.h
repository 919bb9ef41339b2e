#pragma once

#include <QtGui/QStandardItemModel>

#include "app/views/composer/CompletionProvider.h"
#include "tests/widgets/SampleData.h"

namespace tests {

/** The channels, members and guilds of the design's main picture, each as a filled model. */
void fillChannels(QStandardItemModel& model);
void fillMembers(QStandardItemModel& model);
void fillGuilds(QStandardItemModel& model);

/** Knows three answers to "@b", as in the design's picture. */
class SampleCompletion final : public app::CompletionProvider {
 public:
    QString heading(QChar trigger, const QString& word) const override;
    QList<app::CompletionItem> complete(QChar trigger, const QString& word, int limit) override;
};

}  // namespace tests
