#include "tests/widgets/SampleData.h"

#include <QtCore/QDateTime>
#include <QtGui/QPainter>

using namespace Qt::StringLiterals;

namespace tests {
namespace {

struct Known {
    Person who;
    QString name;
    quint32 colour;
    QString picture;
};

const QList<Known>& known() {
    static const QList<Known> list = {{kMarta, u"Marta Ilves"_s, 0x7F5600, u"sun"_s},
                                      {kNoor, u"Noor Haddad"_s, 0x396E34, u"moon"_s},
                                      {kAiko, u"Aiko Tanabe"_s, 0x006D81, u"dot"_s},
                                      {kJonas, u"Jonas Feldmann"_s, 0x006D81, u"hills"_s},
                                      {kPriya, u"Priya Raghunathan"_s, 0x006D81, u"rings"_s},
                                      {kBart, u"Bartholomew Featherstonehaugh-Quill"_s, 0x396E34, {}},
                                      {kEliska, u"Eli\u0161ka Nov\u00e1kov\u00e1"_s, 0x396E34, {}},
                                      {kInes, u"In\u00eas Carvalho"_s, 0x396E34, {}},
                                      {kLev, u"Lev Morozov"_s, 0x396E34, u"house"_s},
                                      {kSam, u"sam (they/them)"_s, 0x396E34, {}},
                                      {kTomas, u"Tom\u00e1s Aguirre"_s, 0x396E34, {}},
                                      {kWren, u"Wren Okafor"_s, 0x396E34, u"leaf"_s},
                                      {kDoorkeeper, u"Doorkeeper"_s, 0x46627A, {}},
                                      {kGerhard, u"Gerhard"_s, 0, {}}};
    return list;
}

const Known* knownPerson(quint64 id) {
    const auto it = std::find_if(known().begin(), known().end(), [&](const Known& k) { return k.who == id; });
    return it == known().end() ? nullptr : &*it;
}

void paintScene(QPainter& painter, const QString& key, double s) {
    painter.setPen(Qt::NoPen);
    const auto disc = [&](double x, double y, double r, const char* colour) {
        painter.setBrush(QColor(QLatin1StringView(colour)));
        painter.drawEllipse(QPointF(x * s, y * s), r * s, r * s);
    };
    const auto ground = [&](const char* colour) {
        painter.fillRect(QRectF(0, 0, s, s), QColor(QLatin1StringView(colour)));
    };
    if (key == "sun"_L1) {
        ground("#D9A441");
        disc(0.5, 1.0, 0.4, "#6B3A1E");
        disc(0.5, 0.42, 0.22, "#F3D9B8");
    } else if (key == "moon"_L1) {
        ground("#2B2F55");
        disc(0.5, 0.5, 0.25, "#F2D37A");
        disc(0.62, 0.42, 0.22, "#2B2F55");
    } else if (key == "dot"_L1) {
        ground("#F1E3D5");
        disc(0.5, 0.5, 0.26, "#C0452F");
    } else if (key == "hills"_L1) {
        ground("#2F6F8A");
        disc(0.75, 0.3, 0.12, "#F2D37A");
        disc(0.35, 1.05, 0.5, "#DCE8EE");
    } else if (key == "rings"_L1) {
        ground("#7B3049");
        disc(0.5, 0.5, 0.36, "#E8C6B4");
        disc(0.5, 0.5, 0.24, "#7B3049");
        disc(0.5, 0.5, 0.12, "#E8C6B4");
    } else if (key == "lamp"_L1) {
        ground("#3B2A22");
        painter.fillRect(QRectF(0.35 * s, 0.1 * s, 0.3 * s, 0.65 * s), QColor(u"#E9B765"_s));
        for (int i = 0; i < 12; ++i)
            disc(0.4 + 0.066 * (i % 4), 0.2 + 0.17 * (i / 4), 0.02, "#FFF3D6");
    } else {
        ground("#4C7A3A");
        disc(0.5, 0.5, 0.25, "#EFE6CF");
    }
}

constexpr quint64 kFirstId = quint64(1) << 50;

app::AttachmentRow file(const QString& name, const QString& type, qint64 size) {
    app::AttachmentRow row;
    row.id = shared::AttachmentId(size);
    row.fileName = name;
    row.contentType = type;
    row.size = size;
    return row;
}

}  // namespace

qint64 StillClock::at(int day, int hour, int minute) {
    return QDateTime(QDate(2026, 11, day), QTime(hour, minute)).toMSecsSinceEpoch();
}

int MessageRows::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant MessageRows::data(const QModelIndex& index, int role) const {
    const app::MessageRowPtr& row = m_rows[size_t(index.row())];
    switch (role) {
        case app::MessageRoles::RowRole:
            return QVariant::fromValue(row);
        case app::MessageRoles::MessageIdRole:
            return row->id.value();
        case Qt::DisplayRole:
        case app::MessageRoles::ContentRole:
            return row->content;
        default:
            return {};
    }
}

void MessageRows::reset(QList<app::MessageRow> rows) {
    beginResetModel();
    m_rows.clear();
    for (app::MessageRow& row : rows)
        m_rows.push_back(std::make_shared<const app::MessageRow>(std::move(row)));
    endResetModel();
}

void MessageRows::insert(int at, const QList<app::MessageRow>& rows) {
    std::vector<app::MessageRowPtr> made;
    made.reserve(size_t(rows.size()));
    for (const app::MessageRow& row : rows)
        made.push_back(std::make_shared<const app::MessageRow>(row));
    beginInsertRows({}, at, at + int(rows.size()) - 1);
    m_rows.insert(m_rows.begin() + at, made.begin(), made.end());
    endInsertRows();
}

void MessageRows::remove(int at, int count) {
    beginRemoveRows({}, at, at + count - 1);
    m_rows.erase(m_rows.begin() + at, m_rows.begin() + at + count);
    endRemoveRows();
}

void MessageRows::replace(int at, const app::MessageRow& row) {
    m_rows[size_t(at)] = std::make_shared<const app::MessageRow>(row);
    Q_EMIT dataChanged(index(at), index(at));
}

QString SampleNames::userName(shared::UserId id) const {
    const Known* found = knownPerson(id.value());
    return found ? found->name : QString();
}
QString SampleNames::roleName(shared::RoleId id) const {
    return id.value() == 1 ? u"Bench leads"_s : id.value() == 2 ? u"Keyholders"_s : QString();
}
quint32 SampleNames::roleColour(shared::RoleId) const {
    return 0x006D81;
}
QString SampleNames::channelName(shared::ChannelId id) const {
    switch (id.value()) {
        case 1:
            return u"woodshop-and-very-sharp-things"_s;
        case 2:
            return u"project-log \u203a Lamps for the town library"_s;
        case 3:
            return u"laser-cutter"_s;
        default:
            return {};
    }
}
bool SampleNames::isMe(shared::UserId id) const {
    return id.value() == kMarta;
}
bool SampleNames::isMyRole(shared::RoleId id) const {
    return id.value() == 1;
}
QString SampleNames::emojiPicture(shared::EmojiId, bool) const {
    return u"sun"_s;
}

QPixmap SamplePictures::picture(const QString& key, const QSize& devicePixels) {
    if (key == "missing"_L1) return {};
    const QSize size = devicePixels.isEmpty() ? QSize(64, 64) : devicePixels;
    QPixmap pixmap(size);
    pixmap.fill(QColor(u"#3B2A22"_s));
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const int side = qMin(size.width(), size.height());
    painter.translate((size.width() - side) / 2.0, (size.height() - side) / 2.0);
    paintScene(painter, key, side);
    return pixmap;
}

app::PersonRow person(Person who) {
    app::PersonRow row;
    row.id = shared::UserId(who);
    if (const Known* found = knownPerson(who)) {
        row.name = found->name;
        row.colour = found->colour;
        row.avatar = found->picture;
    }
    row.bot = who == kDoorkeeper;
    return row;
}

app::MessageRow message(quint64 number, Person author, qint64 timestampMs, const QString& content) {
    app::MessageRow row;
    row.id = shared::MessageId(kFirstId + number);
    row.author = person(author);
    row.timestampMs = timestampMs;
    row.content = content;
    row.mine = author == kMarta;
    row.can = {.react = true, .reply = true, .edit = true, .remove = true, .pin = true, .thread = true};
    return row;
}

QList<app::MessageRow> laserCutter() {
    QList<app::MessageRow> rows;
    const auto at = [](int hour, int minute) { return StillClock::at(24, hour, minute); };
    const QString opening =
        u"The new 80 W tube is in and aligned. 71 W at the bed, corner to corner, so the old settings will burn "
        "straight through 3 mm birch. Please start from this, not from memory:"_s;
    app::MessageRow first = message(1, kJonas, at(11, 37),
                                    opening +
                                        u"\n```toml\n# birch ply, 3 mm, checked 23 Nov\npower = 34        # % of "
                                        "80 W\nspeed = 22        # mm/s\nassist = \"air, 1.2 bar\"\n```"_s);
    first.reactions = {{.name = u"\U0001F525"_s, .count = 4},
                       {.name = u"\U0001F44F"_s, .count = 7, .mine = true},
                       {.name = u"\U0001F9EF"_s, .count = 2}};
    rows << first;
    app::MessageRow second = message(
        2, kPriya, at(11, 52), u"Same on cork. <@%1> your lamp needs a new export, kerf is 0.18 now."_s.arg(kTomas));
    second.type = 19;
    second.reply = app::ReplyRow{.id = first.id, .author = person(kJonas), .text = opening};
    second.editedMs = at(11, 54);
    rows << second;
    app::MessageRow third = message(3, kTomas, at(14, 6),
                                    u"<@%1> can I have the bench key on Thursday evening? I would like to cut the "
                                    "whole set of 24 in one go, then <#1> for the glue-up."_s.arg(kMarta));
    third.mentionsMe = true;
    rows << third;
    rows << message(4, kTomas, at(14, 7), u"I can bring my own birch. Order list is in <#2>"_s);
    app::MessageRow fifth = message(5, kMarta, at(14, 11), u"Thursday is yours. Rota with your name in it:"_s);
    app::AttachmentRow rota = file(u"bench-rota-december.pdf"_s, u"application/pdf"_s, 5'000'000);
    rota.uploading = true;
    rota.uploaded = 3'100'000;
    rota.uploadId = u"u1"_s;
    fifth.attachments << rota;
    rows << fifth;
    app::MessageRow sixth = message(6, kMarta, at(14, 11), u"Key is in the blue box, code as usual."_s);
    sixth.id = {};
    sixth.nonce = u"n6"_s;
    sixth.state = app::MessageState::Failed;
    sixth.failure = u"the server did not answer"_s;
    rows << sixth;
    return rows;
}

QList<app::MessageRow> laserCutterLater() {
    QList<app::MessageRow> rows;
    app::MessageRow first =
        message(1, kAiko, StillClock::at(23, 16, 20),
                u"First full sheet on the new tube. Seventy-two minutes, no flare-ups, edges nearly "
                "white."_s);
    app::AttachmentRow lamp = file(u"lamp-shade-test-03.jpg"_s, u"image/jpeg"_s, 1'800'000);
    lamp.width = 300;
    lamp.height = 170;
    lamp.picture = u"lamp"_s;
    first.attachments << lamp;
    first.reactions = {{.name = u"\U0001F60D"_s, .count = 6},
                       {.name = u"\U0001F56F\uFE0F"_s, .count = 2, .mine = true}};
    rows << first
         << message(2, kAiko, StillClock::at(23, 16, 21), u"Masking tape on the back made all the difference."_s);
    app::MessageRow pinned = message(3, kJonas, StillClock::at(23, 16, 24), {});
    pinned.type = 6;
    rows << pinned;
    rows << message(4, kDoorkeeper, StillClock::at(24, 8, 2),
                    u"Main door opened by <@%1>. Extraction on, compressor on. `air 1.2 bar`"_s.arg(kNoor));
    app::MessageRow planer = message(5, kBart, StillClock::at(24, 8, 40),
                                     u"Would anyone object if I moved the thickness planer 40 cm towards the window? "
                                     "The dust hose is stretched and I nearly lost an argument with it."_s);
    planer.editedMs = StillClock::at(24, 8, 41);
    planer.thread = app::ThreadRow{.id = shared::ChannelId(9),
                                   .name = u"Planer by the window"_s,
                                   .lastAuthor = person(kEliska),
                                   .lastText = u"fine by me, mark the floor first please"_s,
                                   .messageCount = 6};
    planer.thread->lastAuthor.name = u"Eli\u0161ka"_s;
    rows << planer;
    app::MessageRow last = message(6, kWren, StillClock::at(24, 8, 47),
                                   u"<@&1> the key safe battery is at 11 %. I have put two AA cells in the drawer."_s);
    last.mentionsMe = true;
    rows << last;
    return rows;
}

QList<app::MessageRow> everything() {
    QList<app::MessageRow> rows;
    quint64 n = 1;
    const auto add = [&](Person who, const QString& content) -> app::MessageRow& {
        rows << message(n, who, StillClock::at(24, 9, 0) + qint64(n) * 600'000, content);
        ++n;
        return rows.last();
    };
    add(kJonas,
        u"# A heading\n## A smaller one\nText with **bold**, *italic*, __underline__, ~~strike~~, `code` and "
        "||a spoiler nobody should see||.\n-# small print"_s);
    add(kPriya,
        u"> A quote of two lines\n> with a <@%1> in it\nand after it\n- first\n- second, which is long enough to "
        "need a second line of its own when the window is not too wide\n  - nested\n1. one\n2. two"_s.arg(kMarta));
    add(kAiko, u"\U0001F389\U0001F389 \u2764\uFE0F"_s);
    add(kAiko,
        u"Emoji \U0001F600 inside \u2764\uFE0F a line, :heart: <:bench:77> custom, "
        "flags \U0001F1F3\U0001F1F1 and family \U0001F468\u200D\U0001F469\u200D\U0001F467"_s);
    add(kLev, u"See https://example.org/a/very/long/path?with=query and [a masked one](https://example.org)."_s);
    add(kNoor,
        u"\u0647\u0644 \u0623\u0633\u062A\u0637\u064A\u0639 \u0623\u062E\u0630 \u0645\u0641\u062A\u0627\u062D "
        "\u0627\u0644\u0637\u0627\u0648\u0644\u0629 \u0645\u0633\u0627\u0621 \u0627\u0644\u062E\u0645\u064A\u0633\u061F"_s);
    add(kSam, QString(400, u'w'));
    add(kSam, {});
    app::MessageRow& files = add(kTomas, u"Files:"_s);
    files.attachments << file(u"a-very-long-file-name-that-has-to-be-elided-in-the-middle-of-it.zip"_s, {},
                              123'456'789);
    app::AttachmentRow secret = file(u"secret.png"_s, u"image/png"_s, 5000);
    secret.width = 4000;
    secret.height = 300;
    secret.spoiler = true;
    files.attachments << secret;
    app::MessageRow& embed = add(kDoorkeeper, u"Report"_s);
    app::EmbedRow rich;
    rich.provider = u"Workshop"_s;
    rich.title = u"Door log"_s;
    rich.url = u"https://example.org"_s;
    rich.description = u"**3** people came, `2` left."_s;
    rich.fields << app::EmbedFieldRow{u"First"_s, u"Noor"_s, true} << app::EmbedFieldRow{u"Last"_s, u"Lev"_s, true};
    rich.footer = u"Updated every hour"_s;
    rich.colour = 0x2F8A41;
    rich.thumbnail = u"moon"_s;
    embed.embeds << rich;
    app::MessageRow& joined = add(kWren, {});
    joined.type = 7;
    app::MessageRow& waiting = add(kMarta, u"Thursday is yours."_s);
    waiting.state = app::MessageState::Sending;
    waiting.failure = u"Waiting for the connection"_s;
    waiting.id = {};
    waiting.nonce = u"w"_s;
    return rows;
}

QList<app::MessageRow> many(int count, quint64 firstNumber) {
    static const QString kTexts[] = {
        u"Yes."_s,
        u"The extraction filter is due on Friday, I have ordered two."_s,
        u"Would anyone object if I moved the thickness planer 40 cm towards the window? The dust hose is stretched and "
        u"I "
        "nearly lost an argument with it. It would also give us room for the second bench, which has been standing in "
        "the corridor since spring."_s,
        u"<@14> look at <#1> please \U0001F525"_s,
        u"```cpp\nint main() {\n    return 0;  // fine\n}\n```"_s,
        u"**Note**: see https://example.org/manual for *details*"_s,
        u"> quoted\nand answered"_s};
    QList<app::MessageRow> rows;
    rows.reserve(count);
    quint32 state = 12345;
    qint64 time = StillClock::at(1, 8, 0);
    for (int i = 0; i < count; ++i) {
        state = state * 1664525u + 1013904223u;
        time += 1000 + (state >> 12) % 400'000;
        const auto who = Person(kMarta + (state >> 8) % 12);
        app::MessageRow row = message(firstNumber + quint64(i), who, time, kTexts[(state >> 16) % std::size(kTexts)]);
        if ((state >> 20) % 9 == 0) row.reactions = {{.name = u"\U0001F44D"_s, .count = int(state % 20) + 1}};
        if ((state >> 22) % 29 == 0) {
            app::AttachmentRow picture = file(u"photo.jpg"_s, u"image/jpeg"_s, 100'000);
            picture.width = 640;
            picture.height = 480;
            picture.picture = u"lamp"_s;
            row.attachments << picture;
        }
        rows << row;
    }
    return rows;
}

}  // namespace tests
