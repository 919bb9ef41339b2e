#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <QtCore/QByteArray>

namespace server {

/** Counts up. Any thread, a few nanoseconds. */
class Counter {
 public:
    void add(quint64 by = 1) { m_value.fetch_add(by, std::memory_order_relaxed); }
    quint64 value() const { return m_value.load(std::memory_order_relaxed); }

 private:
    std::atomic<quint64> m_value{0};
};

/** Goes up and down. Any thread. */
class Gauge {
 public:
    void set(qint64 value) { m_value.store(value, std::memory_order_relaxed); }
    void add(qint64 by) { m_value.fetch_add(by, std::memory_order_relaxed); }
    qint64 value() const { return m_value.load(std::memory_order_relaxed); }

 private:
    std::atomic<qint64> m_value{0};
};

/** How often a value fell into each bucket. Any thread. */
class Histogram {
 public:
    /** @param bounds upper bounds, rising; one more bucket catches the rest */
    explicit Histogram(std::vector<double> bounds);
    void observe(double value);
    /** In seconds, as Prometheus has it. */
    void observe(std::chrono::nanoseconds duration) { observe(std::chrono::duration<double>(duration).count()); }

    const std::vector<double>& bounds() const { return m_bounds; }
    std::vector<quint64> counts() const;
    double sum() const { return m_sum.load(std::memory_order_relaxed); }

    /** 100 us to 10 s. */
    static std::vector<double> secondsBuckets();

 private:
    const std::vector<double> m_bounds;
    std::vector<std::atomic<quint64>> m_counts;
    std::atomic<double> m_sum{0};
};

/**
 * Everything that the server counts, written as Prometheus' text.
 *
 * Ask for a metric once and keep the reference, which lives as long as Metrics; asking takes a lock, counting does not.
 * The same name and labels give the same metric. Names: "guildhall_http_requests_total". Any thread.
 */
class Metrics {
 public:
    using Labels = std::vector<std::pair<std::string, std::string>>;

    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    Histogram& histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                         const Labels& labels = {});
    /** A gauge whose value is asked for at each collection; `read` must be thread-safe and live as long as Metrics. */
    void gaugeFunction(const std::string& name, const std::string& help, std::function<double()> read,
                       const Labels& labels = {});

    /** Text format 0.0.4; content type kContentType. Includes the process' own memory, CPU time and descriptors. */
    QByteArray toText() const;
    static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace server
