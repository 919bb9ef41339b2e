#pragma once

#include <optional>

#include "app/hosting/HostedServer.h"

namespace app {

/** What is hosted here, remembered between starts: so that the server comes back at the same address. */
class HostingRecord {
 public:
    /** @param path of a JSON file */
    explicit HostingRecord(QString path) : m_path(std::move(path)) {}

    /** Nothing = nothing is hosted here, or the file cannot be read. */
    std::optional<HostingOptions> load() const;
    /** @return false = it could not be written */
    bool save(const HostingOptions& options) const;
    void remove() const;

 private:
    QString m_path;
};

}  // namespace app
