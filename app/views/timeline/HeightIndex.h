#pragma once

#include <vector>

#include <QtCore/QtGlobal>

namespace app {

/**
 * The heights of all rows, and with them the place of each row, in chunks that know their sums.
 *
 * Looking up a row by its place, a place by its row, and changing or inserting rows all cost one pass over the chunks
 * (some hundreds for 100,000 rows) and one over a chunk. Heights are in scaled pixels.
 */
class HeightIndex {
 public:
    int count() const { return m_count; }
    qint64 total() const { return m_total; }

    void clear();
    /** `number` rows of `height` each before row `at`; `at` = count() appends. */
    void insert(int at, int number, int height);
    void remove(int at, int number);
    void set(int row, int height);
    int height(int row) const;
    /** Sum of the heights of all rows above `row`; count() gives the total. */
    qint64 top(int row) const;
    /** The row that covers `y`; the first below 0, the last beyond the end, -1 when there are none. */
    int rowAt(qint64 y) const;

 private:
    struct Chunk {
        std::vector<int> heights;
        qint64 sum = 0;
    };
    struct Place {
        size_t chunk = 0;
        size_t inside = 0;
    };
    Place find(int row) const;
    void split(size_t chunk);

    std::vector<Chunk> m_chunks;
    int m_count = 0;
    qint64 m_total = 0;
};

}  // namespace app
