#include <QtCore/QMimeData>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QVBoxLayout>

#include "app/views/composer/CompletionPopup.h"
#include "app/views/composer/Composer.h"
#include "app/views/composer/ComposerEdit.h"
#include "tests/widgets/SampleLists.h"

using namespace Qt::StringLiterals;

namespace {

class ComposerTest : public testing::Test {
 protected:
    ComposerTest() : composer(new app::Composer(theme, pictures, &window)) {
        auto* box = new QVBoxLayout(&window);
        box->addStretch(1);
        box->addWidget(composer);
        composer->setNames(&names);
        composer->setCompletion(&completion);
        window.resize(700, 500);
        window.show();
        window.activateWindow();
        edit = composer->findChild<app::ComposerEdit*>();
        composer->focusText();
        QApplication::processEvents();
    }

    bool popupShown() const {
        const auto* popup = window.findChild<app::CompletionPopup*>();
        return popup && popup->isVisible();
    }

    app::Theme theme;
    tests::SamplePictures pictures;
    tests::SampleNames names;
    tests::SampleCompletion completion;
    QWidget window;
    app::Composer* composer;
    app::ComposerEdit* edit = nullptr;
};

TEST_F(ComposerTest, TheChosenRowOfTheCompletionShowsItsEmojiAsWell) {
    app::CompletionPopup popup(theme, pictures, &window);
    popup.resize(popup.sizeHint());
    const auto look = [&](const QString& glyph) {
        popup.setItems(u"Emoji"_s, {{.title = u":name:"_s, .glyph = glyph}});
        return popup.grab().toImage();
    };
    EXPECT_NE(look(u"\U0001F44D"_s), look(u"\U0001F525"_s));
}

TEST_F(ComposerTest, EnterSendsAndShiftEnterBreaks) {
    QSignalSpy sent(composer, &app::Composer::sendWanted);
    QTest::keyClicks(edit, u"one"_s);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(edit, u"two"_s);
    EXPECT_EQ(sent.count(), 0);
    QTest::keyClick(edit, Qt::Key_Return);
    ASSERT_EQ(sent.count(), 1);
    EXPECT_EQ(sent[0][0].value<app::Composer::Draft>().content, u"one\ntwo"_s);
    EXPECT_EQ(composer->markup(), QString());
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_EQ(sent.count(), 1) << "nothing to send";
}

TEST_F(ComposerTest, MentionsAreShownByNameAndSentAsMarkup) {
    QTest::keyClicks(edit, u"Hi @b"_s);
    ASSERT_TRUE(popupShown());
    QTest::keyClick(edit, Qt::Key_Down);
    QTest::keyClick(edit, Qt::Key_Tab);
    EXPECT_FALSE(popupShown());
    EXPECT_TRUE(edit->toPlainText().contains(u"@Bartholomew"_s));
    EXPECT_EQ(composer->markup().trimmed(), u"Hi <@%1>"_s.arg(int(tests::kBart)));
    QTest::keyClicks(edit, u"there"_s);
    EXPECT_EQ(composer->markup(), u"Hi <@%1> there"_s.arg(int(tests::kBart)));
}

TEST_F(ComposerTest, AChangedMentionIsPlainText) {
    composer->setMarkup(u"<@14>"_s);
    EXPECT_EQ(composer->markup(), u"<@14>"_s);
    edit->moveCursor(QTextCursor::End);
    QTest::keyClick(edit, Qt::Key_Backspace);
    EXPECT_EQ(composer->markup(), u"@Marta Ilve"_s);
}

TEST_F(ComposerTest, EscapeClosesOneThingAtATime) {
    QSignalSpy escaped(composer, &app::Composer::escaped);
    composer->startReply(shared::MessageId(5), tests::person(tests::kJonas));
    QTest::keyClicks(edit, u"@b"_s);
    ASSERT_TRUE(popupShown());
    QTest::keyClick(edit, Qt::Key_Escape);
    EXPECT_FALSE(popupShown());
    EXPECT_FALSE(composer->replyTo().isNull());
    QTest::keyClick(edit, Qt::Key_Escape);
    EXPECT_TRUE(composer->replyTo().isNull());
    EXPECT_EQ(escaped.count(), 0);
    QTest::keyClick(edit, Qt::Key_Escape);
    EXPECT_EQ(escaped.count(), 1);
}

TEST_F(ComposerTest, EditingGivesTheDraftBack) {
    QSignalSpy last(composer, &app::Composer::editLastWanted);
    QTest::keyClick(edit, Qt::Key_Up);
    EXPECT_EQ(last.count(), 1);
    composer->setMarkup(u"a draft"_s);
    composer->startEdit(shared::MessageId(7), u"old <#3>"_s);
    EXPECT_TRUE(edit->toPlainText().contains(u"#laser-cutter"_s));
    QSignalSpy done(composer, &app::Composer::editFinished);
    QTest::keyClicks(edit, u"!"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    ASSERT_EQ(done.count(), 1);
    EXPECT_EQ(done[0][1].toString(), u"old <#3>!"_s);
    EXPECT_EQ(composer->markup(), u"a draft"_s);
}

TEST_F(ComposerTest, ShortcutsWrapAndUnwrap) {
    composer->setMarkup(u"word"_s);
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_B, Qt::ControlModifier);
    EXPECT_EQ(composer->markup(), u"**word**"_s);
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_B, Qt::ControlModifier);
    EXPECT_EQ(composer->markup(), u"word"_s);
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(composer->markup(), u"~~word~~"_s);
}

TEST_F(ComposerTest, FilesComeByPasteAndGo) {
    QTemporaryDir folder;
    QFile file(folder.filePath(u"rota.txt"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("x");
    file.close();
    QSignalSpy added(composer, &app::Composer::filesAdded);
    auto* data = new QMimeData;
    data->setUrls({QUrl::fromLocalFile(file.fileName()), QUrl::fromLocalFile(folder.filePath(u"missing"_s))});
    QGuiApplication::clipboard()->setMimeData(data);
    edit->paste();
    ASSERT_EQ(added.count(), 1);
    ASSERT_EQ(composer->files().size(), 1);
    EXPECT_EQ(composer->files()[0].name, u"rota.txt"_s);
    QSignalSpy sent(composer, &app::Composer::sendWanted);
    QTest::keyClick(edit, Qt::Key_Return);
    ASSERT_EQ(sent.count(), 1) << "a file alone is a message";
    EXPECT_TRUE(composer->files().isEmpty());
}

TEST_F(ComposerTest, GrowsToItsShareOfTheWindow) {
    const int one = composer->height();
    QString text;
    for (int i = 0; i < 3; ++i)
        text += u"line\n"_s;
    composer->setMarkup(text);
    QApplication::processEvents();
    const int three = composer->height();
    EXPECT_GT(three, one);
    composer->setMarkup(text.repeated(30));
    QApplication::processEvents();
    EXPECT_LE(composer->height(), window.height() * 0.4 + 40);
    EXPECT_GT(composer->height(), three);
}

TEST_F(ComposerTest, TooLongATextStaysAndSaysByHowMuch) {
    QSignalSpy sent(composer, &app::Composer::sendWanted);
    QSignalSpy tooLong(composer, &app::Composer::tooLong);
    composer->setMarkup(QString(2003, u'x'));
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_EQ(sent.count(), 0);
    ASSERT_EQ(tooLong.count(), 1);
    EXPECT_EQ(tooLong[0][0].toLongLong(), 3);
    EXPECT_EQ(composer->markup().size(), 2003);
    // Characters are what a person counts, not UTF-16's units.
    composer->setMarkup(QStringLiteral(u"\U0001F600").repeated(2000));
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_EQ(sent.count(), 1);
}

TEST_F(ComposerTest, SaysWhyOneMayNotWrite) {
    composer->setDenied(u"Only **Keyholders** write here."_s, true);
    EXPECT_FALSE(edit->isVisible());
    composer->setDenied({}, false);
    EXPECT_TRUE(edit->isVisible());
}

}  // namespace
