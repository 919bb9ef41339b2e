#include "app/views/timeline/HeightIndex.h"

#include <algorithm>
#include <numeric>

namespace app {
namespace {

constexpr size_t kChunk = 256;

}  // namespace

void HeightIndex::clear() {
    m_chunks.clear();
    m_count = 0;
    m_total = 0;
}

HeightIndex::Place HeightIndex::find(int row) const {
    auto left = static_cast<size_t>(row);
    for (size_t i = 0; i < m_chunks.size(); ++i) {
        if (left < m_chunks[i].heights.size()) return {i, left};
        left -= m_chunks[i].heights.size();
    }
    return {m_chunks.size(), 0};
}

void HeightIndex::insert(int at, int number, int height) {
    Q_ASSERT(at >= 0 && at <= m_count && number >= 0);
    if (number == 0) return;
    Place place = find(at);
    if (place.chunk == m_chunks.size()) {
        if (m_chunks.empty() || m_chunks.back().heights.size() >= kChunk) m_chunks.emplace_back();
        place = {m_chunks.size() - 1, m_chunks.back().heights.size()};
    }
    Chunk& chunk = m_chunks[place.chunk];
    chunk.heights.insert(chunk.heights.begin() + static_cast<qsizetype>(place.inside), static_cast<size_t>(number),
                         height);
    const qint64 added = qint64(number) * height;
    chunk.sum += added;
    m_total += added;
    m_count += number;
    if (chunk.heights.size() > 2 * kChunk) split(place.chunk);
}

void HeightIndex::split(size_t index) {
    const std::vector<int> heights = std::move(m_chunks[index].heights);
    std::vector<Chunk> parts;
    for (size_t from = 0; from < heights.size(); from += kChunk) {
        const size_t to = std::min(heights.size(), from + kChunk);
        Chunk part;
        part.heights.assign(heights.begin() + static_cast<qsizetype>(from),
                            heights.begin() + static_cast<qsizetype>(to));
        part.sum = std::accumulate(part.heights.begin(), part.heights.end(), qint64(0));
        parts.push_back(std::move(part));
    }
    const auto at = m_chunks.erase(m_chunks.begin() + static_cast<qsizetype>(index));
    m_chunks.insert(at, std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
}

void HeightIndex::remove(int at, int number) {
    Q_ASSERT(at >= 0 && number >= 0 && at + number <= m_count);
    while (number > 0) {
        const Place place = find(at);
        Chunk& chunk = m_chunks[place.chunk];
        const size_t here = std::min(static_cast<size_t>(number), chunk.heights.size() - place.inside);
        const auto from = chunk.heights.begin() + static_cast<qsizetype>(place.inside);
        const auto to = from + static_cast<qsizetype>(here);
        const qint64 gone = std::accumulate(from, to, qint64(0));
        chunk.heights.erase(from, to);
        chunk.sum -= gone;
        m_total -= gone;
        m_count -= static_cast<int>(here);
        number -= static_cast<int>(here);
        if (chunk.heights.empty()) m_chunks.erase(m_chunks.begin() + static_cast<qsizetype>(place.chunk));
    }
}

void HeightIndex::set(int row, int height) {
    const Place place = find(row);
    Q_ASSERT(place.chunk < m_chunks.size());
    Chunk& chunk = m_chunks[place.chunk];
    const int change = height - chunk.heights[place.inside];
    if (change == 0) return;
    chunk.heights[place.inside] = height;
    chunk.sum += change;
    m_total += change;
}

int HeightIndex::height(int row) const {
    const Place place = find(row);
    Q_ASSERT(place.chunk < m_chunks.size());
    return m_chunks[place.chunk].heights[place.inside];
}

qint64 HeightIndex::top(int row) const {
    qint64 y = 0;
    auto left = static_cast<size_t>(row);
    for (const Chunk& chunk : m_chunks) {
        if (left < chunk.heights.size()) {
            return std::accumulate(chunk.heights.begin(), chunk.heights.begin() + static_cast<qsizetype>(left), y);
        }
        left -= chunk.heights.size();
        y += chunk.sum;
    }
    return y;
}

int HeightIndex::rowAt(qint64 y) const {
    if (m_count == 0) return -1;
    if (y < 0) return 0;
    int row = 0;
    for (const Chunk& chunk : m_chunks) {
        if (y < chunk.sum) {
            for (const int height : chunk.heights) {
                if (y < height) return row;
                y -= height;
                ++row;
            }
        }
        y -= chunk.sum;
        row += static_cast<int>(chunk.heights.size());
    }
    return m_count - 1;
}

}  // namespace app
