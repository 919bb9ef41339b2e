#include "app/views/timeline/SystemText.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {
namespace {

struct SystemWords {
    Q_DECLARE_TR_FUNCTIONS(app::SystemText)
};

struct Words {
    QLatin1StringView icon;
    QString text;  ///< {0} the author, {1} who is mentioned, {2} the content, [words](target) a link
};

// Discord's message types; source: "Message Types" in the API reference.
Words wordsOf(const MessageRow& row) {
    const bool other = !row.mentions.isEmpty() && row.mentions.first().id != row.author.id;
    switch (row.type) {
        case 1:
            return {"user-plus"_L1, SystemWords::tr("{0} added {1}.")};
        case 2:
            return {"user-minus"_L1, other ? SystemWords::tr("{0} removed {1}.") : SystemWords::tr("{0} left.")};
        case 3:
            return {"phone"_L1, SystemWords::tr("{0} started a call.")};
        case 4:
            return {"pencil-simple"_L1, SystemWords::tr("{0} changed the name to {2}.")};
        case 5:
            return {"image"_L1, SystemWords::tr("{0} changed the picture.")};
        case 6:
            return {"push-pin"_L1, SystemWords::tr("{0} pinned [a message](message). [See all pins](pins)")};
        case 7:
            return {"hand-waving"_L1, SystemWords::tr("{0} joined.")};
        case 8:
        case 9:
        case 10:
        case 11:
            return {"star"_L1, SystemWords::tr("{0} boosted this community.")};
        case 12:
            return {"megaphone"_L1, SystemWords::tr("{0} follows {2} here from now on.")};
        case 18:
            return {"chat-centered-text"_L1,
                    SystemWords::tr("{0} started a thread: [{2}](thread). [See all threads](threads)")};
        case 21:
            return {"chat-centered-text"_L1, SystemWords::tr("{0} started this thread.")};
        case 24:
            return {"shield-check"_L1, SystemWords::tr("A message by {0} was held back.")};
        case 31:
        case 27:
            return {"broadcast"_L1, SystemWords::tr("{0} started {2}.")};
        case 28:
            return {"broadcast"_L1, SystemWords::tr("{0} ended {2}.")};
        case 29:
            return {"microphone"_L1, SystemWords::tr("{0} is a speaker now.")};
        case 46:
            return {"check-circle"_L1, SystemWords::tr("The poll of {0} has ended.")};
        default:
            return {"info"_L1, row.content.isEmpty()
                                   ? SystemWords::tr("{0} did something that this version cannot show.")
                                   : u"{2}"_s};
    }
}

class Composer {
 public:
    explicit Composer(const MessageRow& row) : m_row(row) {}

    SystemLine run(const Words& words) {
        m_line.icon = words.icon;
        QStringView rest = words.text;
        while (!rest.isEmpty()) {
            if (rest.startsWith(u'{') && rest.size() > 2 && rest[2] == u'}') {
                placeholder(rest[1]);
                rest = rest.mid(3);
            } else if (rest.startsWith(u'[')) {
                const qsizetype close = rest.indexOf(u"](");
                const qsizetype end = rest.indexOf(u')');
                if (close < 0 || end < close) break;
                link(rest.mid(1, close - 1), rest.mid(close + 2, end - close - 2));
                rest = rest.mid(end + 1);
            } else {
                m_line.text += rest[0];
                rest = rest.mid(1);
            }
        }
        return std::move(m_line);
    }

 private:
    void person(const PersonRow& person) {
        m_line.spans << TextSpan{.start = int(m_line.text.size()),
                                 .length = int(person.name.size()),
                                 .kind = SpanKind::Author,
                                 .id = person.id.value()};
        m_line.text += person.name;
    }

    void placeholder(QChar which) {
        if (which == u'0')
            person(m_row.author);
        else if (which == u'1' && !m_row.mentions.isEmpty())
            person(m_row.mentions.first());
        else if (which == u'2')
            m_line.text += m_row.content;
    }

    void link(QStringView words, QStringView target) {
        const QString shown = words == u"{2}" ? m_row.content : words.toString();
        m_line.spans << TextSpan{.start = int(m_line.text.size()),
                                 .length = int(shown.size()),
                                 .kind = SpanKind::Link,
                                 .target = u"guildhall:"_s + target.toString()};
        m_line.text += shown;
    }

    const MessageRow& m_row;
    SystemLine m_line;
};

}  // namespace

SystemLine systemLine(const MessageRow& row) {
    return Composer(row).run(wordsOf(row));
}

}  // namespace app
