#include "server/platform/metrics/Metrics.h"

#include <deque>
#include <map>
#include <mutex>

#include <QtCore/QFile>
#include <dirent.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

namespace server {
namespace {

prometheus::ClientMetric withLabels(const Metrics::Labels& labels) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : labels)
        metric.label.push_back({name, value});
    return metric;
}

prometheus::MetricFamily simpleFamily(std::string name, std::string help, prometheus::MetricType type, double value) {
    prometheus::MetricFamily family;
    family.name = std::move(name);
    family.help = std::move(help);
    family.type = type;
    prometheus::ClientMetric metric;
    if (type == prometheus::MetricType::Counter) {
        metric.counter.value = value;
    } else {
        metric.gauge.value = value;
    }
    family.metric.push_back(std::move(metric));
    return family;
}

double openDescriptors() {
    DIR* folder = ::opendir("/proc/self/fd");
    if (!folder) return 0;
    int count = 0;
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count - 3;  // ".", ".." and the folder itself
}

double residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    const QList<QByteArray> words = file.readAll().split(' ');
    return words.size() > 1 ? words.at(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) : 0;
}

void appendProcess(std::vector<prometheus::MetricFamily>& families) {
    using prometheus::MetricType;
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    families.push_back(simpleFamily("process_cpu_seconds_total", "CPU time of the process, user and system.",
                                    MetricType::Counter, seconds(usage.ru_utime) + seconds(usage.ru_stime)));
    families.push_back(simpleFamily("process_resident_memory_bytes", "Resident memory of the process.",
                                    MetricType::Gauge, residentBytes()));
    families.push_back(
        simpleFamily("process_open_fds", "Open file descriptors.", MetricType::Gauge, openDescriptors()));
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds) : m_bounds(std::move(bounds)), m_counts(m_bounds.size() + 1) {}

void Histogram::observe(double value) {
    const auto bucket = std::lower_bound(m_bounds.begin(), m_bounds.end(), value) - m_bounds.begin();
    m_counts[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(value, std::memory_order_relaxed);
}

std::vector<quint64> Histogram::counts() const {
    std::vector<quint64> counts;
    counts.reserve(m_counts.size());
    for (const auto& count : m_counts)
        counts.push_back(count.load(std::memory_order_relaxed));
    return counts;
}

std::vector<double> Histogram::secondsBuckets() {
    return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

class Metrics::Private {
 public:
    /** One name: its help, and a metric for each set of labels. Deques keep the addresses of what they hold. */
    template <class T>
    struct Family {
        std::string help;
        std::map<Metrics::Labels, T*> byLabels;
    };

    mutable std::mutex mutex;
    std::deque<Counter> counters;
    std::deque<Gauge> gauges;
    std::deque<Histogram> histograms;
    std::deque<std::function<double()>> functions;
    std::map<std::string, Family<Counter>> counterFamilies;
    std::map<std::string, Family<Gauge>> gaugeFamilies;
    std::map<std::string, Family<Histogram>> histogramFamilies;
    std::map<std::string, Family<std::function<double()>>> functionFamilies;

    template <class T, class... Args>
    T& find(std::map<std::string, Family<T>>& families, std::deque<T>& all, const std::string& name,
            const std::string& help, const Labels& labels, Args&&... args) {
        const std::lock_guard lock(mutex);
        Family<T>& family = families[name];
        if (family.help.empty()) family.help = help;
        T*& metric = family.byLabels[labels];
        if (!metric) metric = &all.emplace_back(std::forward<Args>(args)...);
        return *metric;
    }

    template <class T, class Fill>
    static void collect(const std::map<std::string, Family<T>>& families, prometheus::MetricType type, Fill fill,
                        std::vector<prometheus::MetricFamily>& out) {
        for (const auto& [name, family] : families) {
            prometheus::MetricFamily collected;
            collected.name = name;
            collected.help = family.help;
            collected.type = type;
            for (const auto& [labels, metric] : family.byLabels) {
                prometheus::ClientMetric one = withLabels(labels);
                fill(*metric, one);
                collected.metric.push_back(std::move(one));
            }
            out.push_back(std::move(collected));
        }
    }
};

Metrics::Metrics() : d(std::make_unique<Private>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
    return d->find(d->counterFamilies, d->counters, name, help, labels);
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return d->find(d->gaugeFamilies, d->gauges, name, help, labels);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                              const Labels& labels) {
    return d->find(d->histogramFamilies, d->histograms, name, help, labels, bounds);
}

void Metrics::gaugeFunction(const std::string& name, const std::string& help, std::function<double()> read,
                            const Labels& labels) {
    d->find(d->functionFamilies, d->functions, name, help, labels, std::move(read));
}

QByteArray Metrics::toText() const {
    using prometheus::ClientMetric;
    using prometheus::MetricType;
    std::vector<prometheus::MetricFamily> families;
    {
        const std::lock_guard lock(d->mutex);
        Private::collect(
            d->counterFamilies, MetricType::Counter,
            [](const Counter& from, ClientMetric& to) { to.counter.value = static_cast<double>(from.value()); },
            families);
        Private::collect(
            d->gaugeFamilies, MetricType::Gauge,
            [](const Gauge& from, ClientMetric& to) { to.gauge.value = static_cast<double>(from.value()); }, families);
        Private::collect(
            d->functionFamilies, MetricType::Gauge,
            [](const std::function<double()>& from, ClientMetric& to) { to.gauge.value = from(); }, families);
        Private::collect(
            d->histogramFamilies, MetricType::Histogram,
            [](const Histogram& from, ClientMetric& to) {
                quint64 cumulative = 0;
                const std::vector<quint64> counts = from.counts();
                for (std::size_t i = 0; i < counts.size(); ++i) {
                    cumulative += counts[i];
                    ClientMetric::Bucket bucket;
                    bucket.cumulative_count = cumulative;
                    bucket.upper_bound =
                        i < from.bounds().size() ? from.bounds()[i] : std::numeric_limits<double>::infinity();
                    to.histogram.bucket.push_back(bucket);
                }
                to.histogram.sample_count = cumulative;
                to.histogram.sample_sum = from.sum();
            },
            families);
    }
    appendProcess(families);
    const std::string text = prometheus::TextSerializer().Serialize(families);
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace server
