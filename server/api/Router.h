#pragma once

#include <memory>

#include <QtCore/QVarLengthArray>

#include "server/platform/http/HttpRequest.h"
#include "shared/core/Result.h"
#include "shared/protocol/Routes.h"

namespace server {

/** The parameters of a path in their order, percent-decoded; copies, so they outlive the request's head. */
using RouteParameters = QVarLengthArray<QByteArray, 4>;

/** A request line that means an operation of the API. */
struct RouteMatch {
    const shared::RouteRow* row = nullptr;
    int version = 10;
    RouteParameters parameters;
};

/**
 * Paths below /api, by the table in shared/protocol/Routes. Immutable, so any thread may ask.
 */
class Router {
 public:
    Router();
    ~Router();

    /**
     * NotFound for an unknown path, MethodNotAllowed for a known path without this method, InvalidApiVersion for a
     * version that is not served. `/api/...` without a version means the newest: Discord's default has been removed.
     */
    shared::Result<RouteMatch> match(const HttpRequestHead& head) const;

    static bool isServedVersion(int version) { return version == 9 || version == 10; }

 private:
    struct Node;
    std::unique_ptr<Node> m_root;
};

}  // namespace server
