#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/** What one bare step costs: CPU of the serving thread for each, and how many a second of real time. */
struct Limit {
    std::string name;
    double cpuMicroseconds = 0;
    double perSecond = 0;
};

/** CPU and real time of the calling thread since construction. */
class ThreadMeter {
 public:
    ThreadMeter();
    Limit per(std::string name, size_t count) const;

 private:
    double m_cpu;
    double m_real;
};

/** Keeps the calling thread on this core; does nothing where there is no such core. */
void pinToCore(int core);

/** A listening socket on loopback with a free port. Throws std::runtime_error, as everything here does. */
int listenOnLoopback();
/** A connection to what `listenOnLoopback` returned, without Nagle's delay. */
int connectTo(int listening);
int acceptFrom(int listening);
void setNonBlocking(int fd);
/** Sends all of it, waiting where the socket is full. */
void sendAll(int fd, const char* data, size_t size);

Limit fastest(const std::vector<Limit>& runs);

}  // namespace bench
