#include "app/client/rest/ApiRequest.h"

using namespace Qt::StringLiterals;

namespace app {

RestRequest requestOf(shared::Route route, std::initializer_list<QString> parameters) {
    const shared::RouteRow& row = shared::describe(route);
    RestRequest request;
    request.method = shared::toString(row.method).latin1();
    request.path = QString::fromUtf8(shared::pathOf(route, parameters));
    // The major parameter, where a route has one, is the first of its path.
    const bool hasMajor = row.major != shared::MajorParameter::None && parameters.size() > 0;
    request.route = QString(row.name) + u'@' + (hasMajor ? *parameters.begin() : QString());
    request.authenticated = row.auth != shared::RouteAuth::None;
    return request;
}

}  // namespace app
