#pragma once

#include <initializer_list>

#include "app/client/rest/RestRequest.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/Routes.h"

namespace app {

/** The request of a route, with the parameters of its path in their order; see shared::pathOf. */
RestRequest requestOf(shared::Route route, std::initializer_list<QString> parameters = {});

/** The same, with a body. */
template <class Body>
RestRequest requestOf(shared::Route route, std::initializer_list<QString> parameters, const Body& body) {
    RestRequest request = requestOf(route, parameters);
    request.body = shared::toJson(body);
    return request;
}

}  // namespace app
