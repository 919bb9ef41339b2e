#pragma once

#include <QtCore/QAbstractListModel>

#include "app/models/MessageRoles.h"
#include "app/widgets/Pictures.h"
#include "shared/core/Clock.h"

namespace tests {

/** A clock that stands still: Tuesday, 24 November 2026, 14:12 local time. */
class StillClock final : public shared::Clock {
 public:
    qint64 nowMs() const override { return m_nowMs; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    void set(qint64 ms) { m_nowMs = ms; }
    static qint64 at(int day, int hour, int minute);

 private:
    qint64 m_nowMs = at(24, 14, 12);
};

/** A list of message rows that a test changes at will. */
class MessageRows : public QAbstractListModel {
    Q_OBJECT
 public:
    using QAbstractListModel::QAbstractListModel;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void reset(QList<app::MessageRow> rows);
    void insert(int at, const QList<app::MessageRow>& rows);
    void append(const app::MessageRow& row) { insert(rowCount(), {row}); }
    void remove(int at, int count);
    void replace(int at, const app::MessageRow& row);
    const app::MessageRow& row(int at) const { return *m_rows[size_t(at)]; }

 private:
    std::vector<app::MessageRowPtr> m_rows;
};

/** The people, roles and channels of the design's pictures. */
class SampleNames final : public app::MentionNames {
 public:
    QString userName(shared::UserId id) const override;
    QString roleName(shared::RoleId id) const override;
    quint32 roleColour(shared::RoleId id) const override;
    QString channelName(shared::ChannelId id) const override;
    bool isMe(shared::UserId id) const override;
    bool isMyRole(shared::RoleId id) const override;
    QString emojiPicture(shared::EmojiId id, bool animated) const override;
};

/** Draws a few simple pictures by name, at once. */
class SamplePictures final : public app::Pictures {
    Q_OBJECT
 public:
    using Pictures::Pictures;
    QPixmap picture(const QString& key, const QSize& devicePixels) override;
};

enum Person : quint64 {
    kMarta = 14,
    kNoor,
    kAiko,
    kJonas,
    kPriya,
    kBart,
    kEliska,
    kInes,
    kLev,
    kSam,
    kTomas,
    kWren,
    kDoorkeeper,
    kGerhard
};

app::PersonRow person(Person who);
/** A message of `minute` minutes after noon-ish; ids rise with time. */
app::MessageRow message(quint64 number, Person author, qint64 timestampMs, const QString& content);
/** The conversation of the design's main picture. */
QList<app::MessageRow> laserCutter();
/** The one of the dark picture: picture, system row, day, thread. */
QList<app::MessageRow> laserCutterLater();
/** One of everything that a message can hold, and odd data. */
QList<app::MessageRow> everything();
/** `count` plausible messages, the same every time; ids from `firstNumber`. */
QList<app::MessageRow> many(int count, quint64 firstNumber = 1000);

}  // namespace tests
