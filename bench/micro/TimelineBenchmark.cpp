#include <algorithm>
#include <cstdio>

#include <QtCore/QElapsedTimer>
#include <QtWidgets/QApplication>

#include "app/views/timeline/TimelineView.h"
#include "tests/widgets/SampleData.h"

// Scrolls through 100,000 messages and prints how long a frame takes: laying out what is new, and painting.
// The floor to keep: no frame over 16 ms.
namespace {

constexpr int kMessages = 100'000;
constexpr int kFrames = 2'000;
constexpr double kBudgetMs = 16.0;

struct Frames {
    std::vector<double> ms;

    void print(const char* name) {
        std::sort(ms.begin(), ms.end());
        const auto at = [&](double part) { return ms[size_t(double(ms.size() - 1) * part)]; };
        std::printf("%-34s frames %5zu  median %6.2f ms  p99 %6.2f ms  max %6.2f ms  over 16 ms %d\n", name, ms.size(),
                    at(0.5), at(0.99), ms.back(),
                    int(std::count_if(ms.begin(), ms.end(), [](double t) { return t > kBudgetMs; })));
    }
};

class Bench {
 public:
    Bench() : m_view(m_theme, m_pictures, m_clock) {
        m_theme.applyTo(*qApp);
        m_view.setNames(&m_names);
        m_view.resize(900, 900);
        m_view.setModel(&m_model);
        m_view.show();
        QApplication::processEvents();
    }

    void fill() {
        const QList<app::MessageRow> rows = tests::many(kMessages);
        QElapsedTimer timer;
        timer.start();
        m_model.reset(rows);
        m_view.grab();
        std::printf("%-34s %.1f ms\n", "fill 100,000 rows and show the end", double(timer.nsecsElapsed()) / 1e6);
    }

    template <class Move>
    void run(const char* name, int count, Move&& move) {
        Frames frames;
        for (int i = 0; i < count; ++i) {
            QElapsedTimer timer;
            timer.start();
            move(i);
            m_view.viewport()->repaint();
            frames.ms.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        frames.print(name);
    }

    void wheel(int pixels) {
        QWheelEvent event(QPointF(450, 450), m_view.mapToGlobal(QPointF(450, 450)), QPoint(0, pixels),
                          QPoint(0, pixels * 3), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view.viewport(), &event);
    }

    void key(Qt::Key key) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QApplication::sendEvent(&m_view, &event);
    }

    tests::MessageRows& model() { return m_model; }
    app::TimelineView& view() { return m_view; }

 private:
    app::Theme m_theme;
    tests::SamplePictures m_pictures;
    tests::SampleNames m_names;
    tests::StillClock m_clock;
    tests::MessageRows m_model;
    app::TimelineView m_view;
};

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Bench bench;
    bench.fill();
    bench.run("wheel up, 120 px a frame", kFrames, [&](int) { bench.wheel(120); });
    bench.run("wheel down, 600 px a frame", kFrames, [&](int) { bench.wheel(-600); });
    bench.run("page up", kFrames / 4, [&](int) { bench.key(Qt::Key_PageUp); });
    bench.run("jump to a message far away", 300,
              [&](int i) { bench.view().jumpTo(bench.model().row((i * 7919) % kMessages).id, false); });
    bench.run("a message arrives at the end", 300, [&](int i) {
        if (i == 0) bench.view().scrollToEnd();
        bench.model().append(tests::many(1, quint64(10'000'000 + i)).first());
    });
    const QList<app::MessageRow> older = tests::many(50, 1);
    bench.run("50 older rows arrive", 100, [&](int) { bench.model().insert(0, older); });
    return 0;
}
