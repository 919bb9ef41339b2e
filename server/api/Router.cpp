#include "server/api/Router.h"

#include <array>
#include <map>

using shared::ErrorCode;

namespace server {
namespace {

std::optional<shared::HttpMethod> apiMethod(HttpMethod method) {
    switch (method) {
        case HttpMethod::Get:
        case HttpMethod::Head:
            return shared::HttpMethod::Get;
        case HttpMethod::Post:
            return shared::HttpMethod::Post;
        case HttpMethod::Put:
            return shared::HttpMethod::Put;
        case HttpMethod::Patch:
            return shared::HttpMethod::Patch;
        case HttpMethod::Delete:
            return shared::HttpMethod::Delete;
        default:
            return std::nullopt;
    }
}

/** "v10" -> 10; nullopt for what is no version at all. */
std::optional<int> versionOf(QByteArrayView segment) {
    if (segment.size() < 2 || segment.size() > 4 || segment[0] != 'v') return std::nullopt;
    bool isNumber = false;
    const int version = segment.sliced(1).toInt(&isNumber);
    return isNumber ? std::optional(version) : std::nullopt;
}

}  // namespace

/** A segment of the tree of paths: fixed children by name, one child that takes anything. */
struct Router::Node {
    std::map<QByteArray, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> any;
    std::array<const shared::RouteRow*, 5> rows{};  ///< by shared::HttpMethod

    bool isEnd() const {
        return std::ranges::any_of(rows, [](const shared::RouteRow* row) { return row != nullptr; });
    }
    /** Depth first, fixed before any, so that "@me" wins over an id but does not hide longer paths behind one. */
    const Node* find(const HttpRequestHead& head, int at, int end, RouteParameters& parameters) const {
        if (at == end) return isEnd() ? this : nullptr;
        const QByteArrayView segment = head.segment(at);
        const auto child = fixed.find(segment);
        if (child != fixed.end()) {
            if (const Node* node = child->second->find(head, at + 1, end, parameters)) return node;
        }
        if (any && !segment.isEmpty()) {
            const qsizetype depth = parameters.size();
            parameters.append(segment.toByteArray());
            if (const Node* node = any->find(head, at + 1, end, parameters)) return node;
            parameters.resize(depth);
        }
        return nullptr;
    }
};

Router::Router() : m_root(std::make_unique<Node>()) {
    for (const shared::RouteRow& row : shared::routes()) {
        Node* node = m_root.get();
        for (const QByteArray& segment : QByteArray(row.path.data(), row.path.size()).sliced(1).split('/')) {
            std::unique_ptr<Node>& next = segment.startsWith('{') ? node->any : node->fixed[segment];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
        }
        node->rows[static_cast<std::size_t>(row.method)] = &row;
    }
}

Router::~Router() = default;

shared::Result<RouteMatch> Router::match(const HttpRequestHead& head) const {
    int end = head.segmentCount();
    if (end > 0 && head.segment(end - 1).isEmpty()) --end;  // a slash at the end means nothing
    if (end < 2 || head.segment(0) != "api") return ErrorCode::NotFound;

    RouteMatch match;
    int at = 1;
    if (const auto version = versionOf(head.segment(1))) {
        if (!isServedVersion(*version)) return ErrorCode::InvalidApiVersion;
        match.version = *version;
        at = 2;
    }
    const Node* node = m_root->find(head, at, end, match.parameters);
    if (node == nullptr) return ErrorCode::NotFound;
    const auto method = apiMethod(head.method());
    if (method) match.row = node->rows[static_cast<std::size_t>(*method)];
    if (match.row == nullptr) return ErrorCode::MethodNotAllowed;
    return match;
}

}  // namespace server
