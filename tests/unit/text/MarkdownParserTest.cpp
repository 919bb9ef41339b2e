#include <QtCore/QElapsedTimer>
#include <QtCore/QRandomGenerator>
#include <gtest/gtest.h>

#include "shared/text/MarkdownParser.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

QString tree(const MarkdownNode& node);

QString trees(const MarkdownNode& node) {
    QString out;
    for (const MarkdownNode& child : node.children)
        out += tree(child);
    return out;
}

/** A node as short text: <b>x</b>. */
QString tree(const MarkdownNode& node) {
    const auto wrap = [&](const QString& name) {
        return u"<"_s + name + u">"_s + trees(node) + u"</"_s + name + u">"_s;
    };
    const QString id = node.id.isNull() ? QString() : node.id.toString();
    switch (node.kind) {
        case MarkdownKind::Document:
            return trees(node);
        case MarkdownKind::Paragraph:
            return wrap(u"p"_s);
        case MarkdownKind::Heading:
            return wrap(u"h"_s + QString::number(node.number));
        case MarkdownKind::Subtext:
            return wrap(u"small"_s);
        case MarkdownKind::BlockQuote:
            return wrap(u"q"_s);
        case MarkdownKind::List:
            return wrap(node.isOrdered ? u"ol"_s + QString::number(node.number) : u"ul"_s);
        case MarkdownKind::ListItem:
            return wrap(u"li"_s);
        case MarkdownKind::CodeBlock:
            return u"<pre:"_s + node.detail + (node.isSpoiler ? u"!>"_s : u">"_s) + node.text + u"</pre>"_s;
        case MarkdownKind::Text:
            return node.text;
        case MarkdownKind::Bold:
            return wrap(u"b"_s);
        case MarkdownKind::Italic:
            return wrap(u"i"_s);
        case MarkdownKind::Underline:
            return wrap(u"u"_s);
        case MarkdownKind::Strikethrough:
            return wrap(u"s"_s);
        case MarkdownKind::Spoiler:
            return wrap(u"spoiler"_s);
        case MarkdownKind::InlineCode:
            return u"<c>"_s + node.text + u"</c>"_s;
        case MarkdownKind::Link:
            return u"<a:"_s + node.detail + (node.isSuppressed ? u"!>"_s : u">"_s) + trees(node) + u"</a>"_s;
        case MarkdownKind::CustomEmoji:
            return (node.isAnimated ? u"{a:"_s : u"{e:"_s) + node.text + u':' + id + u'}';
        case MarkdownKind::UserMention:
            return u"{user:"_s + id + u'}';
        case MarkdownKind::RoleMention:
            return u"{role:"_s + id + u'}';
        case MarkdownKind::ChannelMention:
            return u"{channel:"_s + id + u'}';
        case MarkdownKind::EveryoneMention:
            return u"{everyone}"_s;
        case MarkdownKind::HereMention:
            return u"{here}"_s;
        case MarkdownKind::Timestamp:
            return u"{t:"_s + QString::number(node.number) + u':' + node.detail + u'}';
        case MarkdownKind::CommandMention:
            return u"{/"_s + node.text + u':' + id + u'}';
        case MarkdownKind::GuildNavigation:
            return u"{nav:"_s + node.text + u':' + id + u'}';
    }
    return {};
}

struct Case {
    const char* content;
    const char* expected;
};

void expectTrees(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        EXPECT_EQ(tree(parseMarkdown(QString::fromUtf8(one.content))).toStdString(), one.expected) << one.content;
    }
}

/** The same, where all is one paragraph. */
void expectInline(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        const std::string expected = std::string("<p>") + one.expected + "</p>";
        EXPECT_EQ(tree(parseMarkdown(QString::fromUtf8(one.content))).toStdString(), expected) << one.content;
    }
}

TEST(MarkdownParserTest, PlainText) {
    EXPECT_TRUE(parseMarkdown(u"").children.empty());
    expectInline({
        {"hello", "hello"},
        {"two\nlines", "two\nlines"},
        {"Grüße 👩‍👩‍👧 漢字", "Grüße 👩‍👩‍👧 漢字"},
        {":smile:", ":smile:"},
        {"¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"},
    });
}

TEST(MarkdownParserTest, Emphasis) {
    expectInline({
        {"**b**", "<b>b</b>"},
        {"*i*", "<i>i</i>"},
        {"_i_", "<i>i</i>"},
        {"__u__", "<u>u</u>"},
        {"~~s~~", "<s>s</s>"},
        {"||x||", "<spoiler>x</spoiler>"},
        {"***both***", "<i><b>both</b></i>"},
        {"___both___", "<i><u>both</u></i>"},
        {"***a* b**", "<b><i>a</i> b</b>"},
        {"***a** b*", "<i><b>a</b> b</i>"},
        {"**b *bi***", "<b>b <i>bi</i></b>"},
        {"__**~~all~~**__", "<u><b><s>all</s></b></u>"},
        {"_a __b__ c_", "<i>a <u>b</u> c</i>"},
        {"**over\ntwo lines**", "<b>over\ntwo lines</b>"},
        {"a**b**c", "a<b>b</b>c"},
        {"||*a*||", "<spoiler><i>a</i></spoiler>"},
        {"**a** and **b**", "<b>a</b> and <b>b</b>"},
    });
}

TEST(MarkdownParserTest, DelimitersThatAreText) {
    expectInline({
        {"**open", "**open"},
        {"a * not italic*", "a * not italic*"},
        {"2 * 3 * 4", "2 * 3 * 4"},
        {"snake_case_name", "snake_case_name"},
        {"****", "****"},
        {"||", "||"},
        {"||||", "||||"},
        {"~~~~", "~~~~"},
        {"~one~", "~one~"},
        {"a | b | c", "a | b | c"},
        {"**a*", "*<i>a</i>"},
        {"*a **b*", "<i>a **b</i>"},
        {"__init__", "<u>init</u>"},
        {"foo__bar", "foo__bar"},
    });
}

TEST(MarkdownParserTest, Escapes) {
    expectInline({
        {"\\*a\\*", "*a*"},
        {"\\**a*", "*<i>a</i>"},
        {"**a\\**b**", "<b>a**b</b>"},
        {"\\\\", "\\"},
        {"\\a", "\\a"},
        {"\\`x`", "`x`"},
        {"\\<@1>", "<@1>"},
        {"\\@everyone", "@everyone"},
        {"\\||x||", "||x||"},
        {"C:\\dir", "C:\\dir"},
        {"end\\", "end\\"},
    });
}

TEST(MarkdownParserTest, InlineCode) {
    expectInline({
        {"`c`", "<c>c</c>"},
        {"``a`b``", "<c>a`b</c>"},
        {"`` ` ``", "<c>`</c>"},
        {"`**not bold**`", "<c>**not bold**</c>"},
        {"**a `**` b**", "<b>a <c>**</c> b</b>"},
        {"`<@1> @everyone`", "<c><@1> @everyone</c>"},
        {"`open", "`open"},
        {"``open`", "``open`"},
        {"`a\\`", "<c>a\\</c>"},
        {"`a` `b`", "<c>a</c> <c>b</c>"},
    });
}

TEST(MarkdownParserTest, CodeBlocks) {
    expectTrees({
        {"```\ncode\n```", "<pre:>code</pre>"},
        {"```cpp\nint a;\n\nint b;\n```", "<pre:cpp>int a;\n\nint b;</pre>"},
        {"```js```", "<pre:>js</pre>"},
        {"```c++\nx```", "<pre:c++>x</pre>"},
        {"```not a language\nx```", "<pre:>not a language\nx</pre>"},
        {"```\n  indented\n```", "<pre:>  indented</pre>"},
        {"before ```x``` after", "<p>before </p><pre:>x</pre><p> after</p>"},
        {"before\n```x```\nafter", "<p>before</p><pre:>x</pre><p>after</p>"},
        {"```\n# no heading\n> no quote\n- no list\n```", "<pre:># no heading\n> no quote\n- no list</pre>"},
        {"```open", "<p>```open</p>"},
        {"``````", "<p>``````</p>"},
        {"||```x```||", "<pre:!>x</pre>"},
        {"||a ```x``` b||", "<p><spoiler>a </spoiler></p><pre:!>x</pre><p><spoiler> b</spoiler></p>"},
        {"**a ```x``` b**", "<p><b>a </b></p><pre:>x</pre><p><b> b</b></p>"},
        {"```a```\n```b```", "<pre:>a</pre><pre:>b</pre>"},
        {"\\```x```", "<p>```x```</p>"},
    });
}

TEST(MarkdownParserTest, HeadingsAndSubtext) {
    expectTrees({
        {"# One", "<h1>One</h1>"},
        {"## Two\ntext", "<h2>Two</h2><p>text</p>"},
        {"### Three ###", "<h3>Three</h3>"},
        {"#### four", "<p>#### four</p>"},
        {"#none", "<p>#none</p>"},
        {"# ", "<p># </p>"},
        {"# #", "<p># #</p>"},
        {"text\n# H\ntext", "<p>text</p><h1>H</h1><p>text</p>"},
        {"a # b", "<p>a # b</p>"},
        {"# **b** <@5>", "<h1><b>b</b> {user:5}</h1>"},
        {"-# small *print*", "<small>small <i>print</i></small>"},
        {"-#none", "<p>-#none</p>"},
        {"**a\n# b**", "<p>**a</p><h1>b**</h1>"},
    });
}

TEST(MarkdownParserTest, Quotes) {
    expectTrees({
        {"> a", "<q><p>a</p></q>"},
        {"> a\n> b\nc", "<q><p>a\nb</p></q><p>c</p>"},
        {"> a\n\n> b", "<q><p>a</p></q><q><p>b</p></q>"},
        {">none", "<p>>none</p>"},
        {"> a\n>\n> b", "<q><p>a\n\nb</p></q>"},
        {">>> a\nb\n# c", "<q><p>a\nb</p><h1>c</h1></q>"},
        {"x\n>>> y", "<p>x</p><q><p>y</p></q>"},
        {"> > a", "<q><p>> a</p></q>"},
        {"> # H", "<q><h1>H</h1></q>"},
        {"> - a\n> - b", "<q><ul><li><p>a</p></li><li><p>b</p></li></ul></q>"},
        {"> ```\n> code\n> ```", "<q><pre:>code</pre></q>"},
        {"> **a\n> b**", "<q><p><b>a\nb</b></p></q>"},
        {"**a\n> b**", "<p>**a</p><q><p>b**</p></q>"},
    });
}

TEST(MarkdownParserTest, Lists) {
    expectTrees({
        {"- a\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"},
        {"* a", "<ul><li><p>a</p></li></ul>"},
        {"3. a\n4. b", "<ol3><li><p>a</p></li><li><p>b</p></li></ol3>"},
        {"- a\n  - b\n    - c\n- d",
         "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></li><li><p>d</p></li></ul>"},
        {"1. a\n  - b", "<ol1><li><p>a</p><ul><li><p>b</p></li></ul></li></ol1>"},
        {"- a\n  more", "<ul><li><p>a\nmore</p></li></ul>"},
        {"- a\ntext", "<ul><li><p>a</p></li></ul><p>text</p>"},
        {"- a\n1. b", "<ul><li><p>a</p></li></ul><ol1><li><p>b</p></li></ol1>"},
        {"- **b** `c`", "<ul><li><p><b>b</b> <c>c</c></p></li></ul>"},
        {"-a", "<p>-a</p>"},
        {"- ", "<p>- </p>"},
        {"1.5 is a number", "<p>1.5 is a number</p>"},
        {"text\n- a", "<p>text</p><ul><li><p>a</p></li></ul>"},
        {"- a\n-# small", "<ul><li><p>a</p></li></ul><small>small</small>"},
        {"- a\n  ```\n  code\n  ```", "<ul><li><p>a</p><pre:>code</pre></li></ul>"},
    });
}

TEST(MarkdownParserTest, DeepListsStopAtALimit) {
    QString content;
    for (int i = 0; i < 200; ++i)
        content += QString(i * 2, u' ') + u"- a\n"_s;
    const MarkdownNode document = parseMarkdown(content);
    int depth = 0;
    const MarkdownNode* node = &document;
    while (!node->children.empty()) {
        node = &node->children.back();
        if (node->kind == MarkdownKind::List) ++depth;
    }
    EXPECT_EQ(depth, 10);
}

TEST(MarkdownParserTest, Links) {
    expectInline({
        {"https://a.example/x", "<a:https://a.example/x>https://a.example/x</a>"},
        {"see http://a.example.", "see <a:http://a.example>http://a.example</a>."},
        {"(https://a.example)", "(<a:https://a.example>https://a.example</a>)"},
        {"https://a.example/w_(x)_y", "<a:https://a.example/w_(x)_y>https://a.example/w_(x)_y</a>"},
        {"**https://a.example**", "<b><a:https://a.example>https://a.example</a></b>"},
        {"*https://a.example*", "<i><a:https://a.example>https://a.example</a></i>"},
        {"||https://a.example||", "<spoiler><a:https://a.example>https://a.example</a></spoiler>"},
        {"https://a.example/__init__.py", "<a:https://a.example/__init__.py>https://a.example/__init__.py</a>"},
        {"<https://a.example/x>", "<a:https://a.example/x!>https://a.example/x</a>"},
        {"guildhall://h:1/c", "<a:guildhall://h:1/c>guildhall://h:1/c</a>"},
        {"[label](https://a.example)", "<a:https://a.example>label</a>"},
        {"[**b** _i_](https://a.example)", "<a:https://a.example><b>b</b> <i>i</i></a>"},
        {"[x](<https://a.example/y>)", "<a:https://a.example/y>x</a>"},
        {"[x](https://a.example/(y))", "<a:https://a.example/(y)>x</a>"},
        {"**[x](https://a.example)**", "<b><a:https://a.example>x</a></b>"},
        {"[a [b](https://b.example) c](https://a.example)",
         "[a <a:https://b.example>b</a> c](<a:https://a.example>https://a.example</a>)"},
        {"https://", "https://"},
        {"https:// x", "https:// x"},
    });
}

TEST(MarkdownParserTest, LinksThatAreNone) {
    expectInline({
        {"[x](javascript:alert(1))", "[x](javascript:alert(1))"},
        {"[x](data:text/html,x)", "[x](data:text/html,x)"},
        {"[x](file:///etc/passwd)", "[x](file:///etc/passwd)"},
        {"[x](//a.example)", "[x](//a.example)"},
        {"[](https://a.example)", "[](<a:https://a.example>https://a.example</a>)"},
        {"[x] (https://a.example)", "[x] (<a:https://a.example>https://a.example</a>)"},
        {"[https://good.example](https://evil.example)",
         "[<a:https://good.example>https://good.example</a>](<a:https://evil.example>https://evil.example</a>)"},
        {"<javascript:x>", "<javascript:x>"},
        {"<ftp://a.example>", "<ftp://a.example>"},
        {"[x](https://a.example", "[x](<a:https://a.example>https://a.example</a>"},
    });
}

TEST(MarkdownParserTest, Mentions) {
    expectInline({
        {"<@80351110224678912>", "{user:80351110224678912}"},
        {"<@!80351110224678912>", "{user:80351110224678912}"},
        {"<@&165511591545143296>", "{role:165511591545143296}"},
        {"<#103735883630395392>", "{channel:103735883630395392}"},
        {"@everyone and @here", "{everyone} and {here}"},
        {"</airhorn:816437322781949972>", "{/airhorn:816437322781949972}"},
        {"</foo group bar:123>", "{/foo group bar:123}"},
        {"<:mmLol:216154654256398347>", "{e:mmLol:216154654256398347}"},
        {"<a:b1nzy:392938283556143104>", "{a:b1nzy:392938283556143104}"},
        {"<:a_b_c:1> _x_", "{e:a_b_c:1} <i>x</i>"},
        {"<t:1618953630>", "{t:1618953630:f}"},
        {"<t:-5:R>", "{t:-5:R}"},
        {"<t:1618953630:S>", "{t:1618953630:S}"},
        {"<id:customize>", "{nav:customize:}"},
        {"<id:linked-roles:12>", "{nav:linked-roles:12}"},
        {"**<@1>**", "<b>{user:1}</b>"},
    });
}

TEST(MarkdownParserTest, TokensThatAreText) {
    for (const char* content :
         {"<@>", "<@a>", "<@99999999999999999999999>", "<#1", "<t:>", "<t:5:Q>", "<t:99999999999999>", "<:x:>", "<::1>",
          "<id:nowhere>", "</:1>", "</a b c d:1>", "<>", "< @1>", "<a:>", "a < b > c", "@someone", "<@ 1>", "<@0>"}) {
        const std::string expected = std::string("<p>") + content + "</p>";
        EXPECT_EQ(tree(parseMarkdown(QString::fromUtf8(content))).toStdString(), expected);
    }
}

TEST(MarkdownParserTest, InlineOnlyKnowsNoBlocks) {
    EXPECT_EQ(tree(parseInlineMarkdown(u"# **a**")), u"<p># <b>a</b></p>"_s);
    EXPECT_EQ(tree(parseInlineMarkdown(u"> ```x```")), u"<p>> <c>x</c></p>"_s);
}

TEST(MarkdownParserTest, PlainTextDropsMarkup) {
    MarkdownNames names;
    names.user = [](UserId id) { return u"@user"_s + id.toString(); };
    const auto plain = [&](QStringView content) { return plainText(parseMarkdown(content), names); };
    EXPECT_EQ(plain(u"# Hi **there**\n> <@7> said `x`\n- a\n- b"), u"Hi there\n@user7 said x\n• a\n• b"_s);
    EXPECT_EQ(plain(u"2. a\n3. b"), u"2. a\n3. b"_s);
    EXPECT_EQ(plain(u"a ||secret|| b"), u"a █████ b"_s);
    EXPECT_EQ(plainText(parseMarkdown(u"a ||secret|| b"), names, true), u"a secret b"_s);
    EXPECT_EQ(plain(u"||```x```||"), u"█████"_s);
    EXPECT_EQ(plain(u"[label](https://a.example) <:e:1> <#3>"), u"label :e: <#3>"_s);
}

TEST(MarkdownParserTest, TakesTimeInProportionToLength) {
    const QString units[] = {u"*_~|"_s,        u"*"_s,       u"_"_s,       u"**a"_s,     u"*a "_s,    u"||a"_s,
                             u"`"_s,           u"` `` "_s,   u"```a"_s,    u"["_s,       u"[a]("_s,   u"[a](http://x"_s,
                             u"<@"_s,          u"<"_s,       u"> "_s,      u"- a\n"_s,   u"# #\n"_s,  u"http://a"_s,
                             u"\\"_s,          u"*a _b "_s,  u"~~_*|| "_s, u"**_a_ "_s,  u"](a"_s,    u"<https://"_s,
                             u"[](http://x"_s, u"> a\n\n"_s, u"___a"_s,    u"***a **"_s, u"  - a\n"_s};
    for (const QString& unit : units) {
        const QString content = unit.repeated(4000 / unit.size());
        QElapsedTimer timer;
        timer.start();
        const MarkdownNode document = parseMarkdown(content);
        const qint64 once = timer.nsecsElapsed();
        EXPECT_LT(once, 20'000'000)
            << unit.toStdString();  // some 5 ms in an optimised build, with room for a busy machine
        timer.restart();
        parseMarkdown(content.repeated(8));
        EXPECT_LT(timer.nsecsElapsed(), 40 * once + 40'000'000) << unit.toStdString();
    }
}

TEST(MarkdownParserTest, SurvivesAnything) {
    QRandomGenerator random(42);
    const QString alphabet = u"**__~~||``\\[]()<>@#&!:-+ \n\n1.>>>abhttps:///t:Rid_Ü👍"_s;
    for (int round = 0; round < 3000; ++round) {
        QString content;
        const int length = random.bounded(120);
        for (int i = 0; i < length; ++i)
            content += alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        const MarkdownNode document = parseMarkdown(content);
        EXPECT_LE(plainText(document, {}, true).size(), content.size() * 12 + 16);
        EXPECT_EQ(document, parseMarkdown(content));
    }
}

}  // namespace
}  // namespace shared
