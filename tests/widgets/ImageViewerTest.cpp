#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QPushButton>

#include "app/views/chat/ImageViewer.h"
#include "app/widgets/Theme.h"

using namespace Qt::StringLiterals;

namespace {

/** Pictures of a given size, one of which is late. */
class TestPictures final : public app::Pictures {
 public:
    QPixmap picture(const QString& key, const QSize&) override {
        if (key == u"late"_s && !isHere) return {};
        QPixmap pixmap(key == u"small"_s ? QSize(40, 30) : QSize(4000, 2000));
        pixmap.fill(Qt::red);
        return pixmap;
    }
    bool isHere = false;
};

class ImageViewerTest : public testing::Test {
 protected:
    ImageViewerTest() {
        window.resize(1000, 700);
        button = new QPushButton(u"x"_s, &window);
        window.show();
        window.activateWindow();
        QApplication::processEvents();
        button->setFocus();
        viewer = new app::ImageViewer(
            theme, pictures,
            {{u"large"_s, u"a.jpg"_s, {}}, {u"small"_s, u"b.png"_s, u"a lamp"_s}, {u"late"_s, u"c.png"_s, {}}}, 0,
            button);
        viewer->open();
        QApplication::processEvents();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(viewer, key, modifiers); }

    app::Theme theme;
    TestPictures pictures;
    QWidget window;
    QPushButton* button;
    QPointer<app::ImageViewer> viewer;
};

TEST_F(ImageViewerTest, FitsAndZoomsAndTurnsPages) {
    EXPECT_EQ(viewer->geometry(), window.rect());
    const double fitted = viewer->scale();
    EXPECT_LT(fitted, 0.25);
    press(Qt::Key_Plus);
    EXPECT_GT(viewer->scale(), fitted);
    press(Qt::Key_0);
    EXPECT_EQ(viewer->scale(), fitted);
    QTest::mouseClick(viewer, Qt::LeftButton, {}, viewer->rect().center());
    EXPECT_DOUBLE_EQ(viewer->scale(), 1) << "its own size";
    press(Qt::Key_Left);
    EXPECT_EQ(viewer->current(), 0);
    press(Qt::Key_Right);
    EXPECT_EQ(viewer->current(), 1);
    EXPECT_EQ(viewer->scale(), 1) << "a small one is not blown up";
    EXPECT_EQ(viewer->accessibleName(), u"b.png, a lamp"_s);
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    EXPECT_EQ(viewer->current(), 2);
}

TEST_F(ImageViewerTest, ALatePictureComesAndOneThatDoesNotIsSaid) {
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    const QImage waiting = viewer->grab().toImage();
    viewer->setMissing(u"late"_s);
    const QImage missing = viewer->grab().toImage();
    EXPECT_NE(missing, waiting);
    pictures.isHere = true;
    Q_EMIT pictures.arrived(u"late"_s);
    EXPECT_NE(viewer->grab().toImage(), missing);
}

TEST_F(ImageViewerTest, SavesCopiesAndGivesTheFocusBack) {
    QSignalSpy saved(viewer, &app::ImageViewer::saveWanted);
    press(Qt::Key_Right);
    press(Qt::Key_S, Qt::ControlModifier);
    ASSERT_EQ(saved.count(), 1);
    EXPECT_EQ(saved[0][0].toLongLong(), 1);
    press(Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QGuiApplication::clipboard()->pixmap().size(), QSize(40, 30));
    press(Qt::Key_Escape);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    EXPECT_TRUE(viewer.isNull());
    EXPECT_TRUE(button->hasFocus());
}

TEST_F(ImageViewerTest, AClickBesideThePictureCloses) {
    QTest::mouseClick(viewer, Qt::LeftButton, {}, QPoint(viewer->width() / 2, viewer->height() - 5));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    EXPECT_TRUE(viewer.isNull());
}

}  // namespace
