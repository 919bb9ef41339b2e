#include "app/views/timeline/CodeColours.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace app {
namespace {

struct Grammar {
    QLatin1StringView lineComment;
    bool slashComments = false;   ///< both kinds of C
    bool keysBeforeSign = false;  ///< the word before = or : is a key
    QSet<QString> keywords;
};

QSet<QString> words(const char* text) {
    const QStringList list = QString::fromLatin1(text).split(u' ');
    return {list.begin(), list.end()};
}

const Grammar* grammarOf(const QString& language) {
    static const Grammar c{
        {},
        true,
        false,
        words(
            "alignas auto bool break case catch char class const constexpr continue default delete do double else enum "
            "explicit extern false final float for friend if inline int long namespace new nullptr operator override "
            "private protected public return short signed sizeof static struct switch template this throw true try "
            "typedef typename union unsigned using virtual void volatile while async await export extends function "
            "import in instanceof interface let null of package super type undefined var yield abstract implements "
            "throws fn impl match mod move mut pub ref self trait use where func go defer map chan range select string "
            "val fun when object is as string")};
    static const Grammar python{"#"_L1, false, false,
                                words("and as assert async await break class continue def del elif else except False "
                                      "finally for from global if import in is lambda None nonlocal not or pass raise "
                                      "return True try while with yield self")};
    static const Grammar shell{"#"_L1, false, false,
                               words("if then else elif fi for while do done case esac in function return export local "
                                     "echo cd sudo set exit")};
    static const Grammar sql{
        "--"_L1, false, false,
        words("select from where insert into values update set delete create table index join left "
              "inner on group by order limit and or not null primary key as distinct SELECT FROM "
              "WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE INDEX JOIN LEFT INNER ON "
              "GROUP BY ORDER LIMIT AND OR NOT NULL PRIMARY KEY AS DISTINCT")};
    static const Grammar settings{"#"_L1, false, true, words("true false null yes no on off")};
    static const Grammar json{{}, true, true, words("true false null")};
    static const QHash<QString, const Grammar*> byName = {
        {u"c"_s, &c},          {u"cpp"_s, &c},         {u"c++"_s, &c},         {u"h"_s, &c},
        {u"java"_s, &c},       {u"js"_s, &c},          {u"javascript"_s, &c},  {u"ts"_s, &c},
        {u"typescript"_s, &c}, {u"jsx"_s, &c},         {u"tsx"_s, &c},         {u"cs"_s, &c},
        {u"csharp"_s, &c},     {u"go"_s, &c},          {u"rust"_s, &c},        {u"rs"_s, &c},
        {u"kotlin"_s, &c},     {u"kt"_s, &c},          {u"swift"_s, &c},       {u"php"_s, &c},
        {u"qml"_s, &c},        {u"py"_s, &python},     {u"python"_s, &python}, {u"rb"_s, &python},
        {u"ruby"_s, &python},  {u"sh"_s, &shell},      {u"bash"_s, &shell},    {u"zsh"_s, &shell},
        {u"sql"_s, &sql},      {u"toml"_s, &settings}, {u"ini"_s, &settings},  {u"yaml"_s, &settings},
        {u"yml"_s, &settings}, {u"json"_s, &json},     {u"css"_s, &json}};
    return byName.value(language.toLower(), nullptr);
}

bool isWord(QChar c) {
    return c.isLetterOrNumber() || c == u'_';
}

class Scanner {
 public:
    Scanner(const QString& code, const Grammar& grammar) : m_code(code), m_grammar(grammar) {}

    QList<CodeRange> run() {
        while (m_at < m_code.size())
            step();
        return std::move(m_ranges);
    }

 private:
    void add(qsizetype from, Token colour) { m_ranges.append({int(from), int(m_at - from), colour}); }

    bool startsWith(QStringView what) const { return QStringView(m_code).mid(m_at).startsWith(what); }

    void step() {
        const qsizetype from = m_at;
        const QChar c = m_code[m_at];
        const bool line =
            !m_grammar.lineComment.isEmpty() && QStringView(m_code).mid(m_at).startsWith(m_grammar.lineComment);
        if (line || (m_grammar.slashComments && startsWith(u"//"))) {
            while (m_at < m_code.size() && m_code[m_at] != u'\n')
                ++m_at;
            add(from, Token::CodeComment);
        } else if (m_grammar.slashComments && startsWith(u"/*")) {
            const qsizetype end = m_code.indexOf(u"*/"_s, m_at + 2);
            m_at = end < 0 ? m_code.size() : end + 2;
            add(from, Token::CodeComment);
        } else if (c == u'"' || c == u'\'' || c == u'`') {
            ++m_at;
            while (m_at < m_code.size() && m_code[m_at] != c && m_code[m_at] != u'\n') {
                m_at += m_code[m_at] == u'\\' ? 2 : 1;
            }
            m_at = qMin(m_at + 1, m_code.size());
            add(from, isKey() ? Token::CodeKeyword : Token::CodeString);
        } else if (c.isDigit()) {
            while (m_at < m_code.size() && (isWord(m_code[m_at]) || m_code[m_at] == u'.'))
                ++m_at;
            add(from, Token::CodeNumber);
        } else if (isWord(c)) {
            while (m_at < m_code.size() &&
                   (isWord(m_code[m_at]) || (m_grammar.keysBeforeSign && m_code[m_at] == u'-'))) {
                ++m_at;
            }
            if (isKey() || m_grammar.keywords.contains(m_code.mid(from, m_at - from))) add(from, Token::CodeKeyword);
        } else {
            ++m_at;
        }
    }

    bool isKey() const {
        if (!m_grammar.keysBeforeSign) return false;
        qsizetype next = m_at;
        while (next < m_code.size() && m_code[next] == u' ')
            ++next;
        return next < m_code.size() && (m_code[next] == u'=' || m_code[next] == u':');
    }

    const QString& m_code;
    const Grammar& m_grammar;
    qsizetype m_at = 0;
    QList<CodeRange> m_ranges;
};

}  // namespace

QList<CodeRange> colourCode(const QString& code, const QString& language) {
    const Grammar* grammar = grammarOf(language);
    return grammar ? Scanner(code, *grammar).run() : QList<CodeRange>();
}

}  // namespace app
