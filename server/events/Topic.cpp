#include "server/events/Topic.h"

using namespace Qt::StringLiterals;

namespace server {

QString StreamKey::toString() const {
    const auto word = [this] {
        switch (kind) {
            case StreamKind::Guild:
                return "guild"_L1;
            case StreamKind::Channel:
                return "channel"_L1;
            case StreamKind::User:
                return "user"_L1;
            case StreamKind::Directory:
                return "directory"_L1;
        }
        return "?"_L1;
    };
    return word() + u' ' + QString::number(id);
}

}  // namespace server
