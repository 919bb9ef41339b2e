#include "server/services/ComponentRules.h"

#include <set>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "shared/models/ComponentType.h"
#include "shared/validation/ComponentRules.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

constexpr int kDeepest = 8;  ///< Discord's own nesting ends at three

/** Calls `visit(component)` for each object in the tree, parents first; what it changes is kept. */
template <class Visit>
void walk(QJsonArray& components, int depth, Visit&& visit);

template <class Visit>
void walkObject(QJsonObject& component, int depth, Visit&& visit) {
    visit(component);
    if (depth >= kDeepest) return;
    if (component.value("components"_L1).isArray()) {
        QJsonArray children = component.value("components"_L1).toArray();
        walk(children, depth + 1, visit);
        component["components"_L1] = children;
    }
    for (const auto key : {"accessory"_L1, "component"_L1}) {
        if (!component.value(key).isObject()) continue;
        QJsonObject child = component.value(key).toObject();
        walkObject(child, depth + 1, visit);
        component[key] = child;
    }
}

template <class Visit>
void walk(QJsonArray& components, int depth, Visit&& visit) {
    for (qsizetype i = 0; i < components.size(); ++i) {
        if (!components.at(i).isObject()) continue;
        QJsonObject component = components.at(i).toObject();
        walkObject(component, depth, visit);
        components.replace(i, component);
    }
}

/** What a request may leave out and an answer always has. */
QJsonObject defaultsOf(int type) {
    switch (type) {
        case shared::kStringSelect:
        case shared::kUserSelect:
        case shared::kRoleSelect:
        case shared::kMentionableSelect:
        case shared::kChannelSelect:
            return {{u"min_values"_s, 1}, {u"max_values"_s, 1}};
        case shared::kThumbnail:
            return {{u"description"_s, QJsonValue()}, {u"spoiler"_s, false}};
        case shared::kFile:
            return {{u"spoiler"_s, false}};
        case shared::kSeparator:
            return {{u"spacing"_s, 1}, {u"divider"_s, true}};
        case shared::kContainer:
            return {{u"accent_color"_s, QJsonValue()}, {u"spoiler"_s, false}};
        default:
            return {};
    }
}

void complete(QJsonObject& component) {
    const QJsonObject defaults = defaultsOf(component.value("type"_L1).toInt());
    for (auto it = defaults.begin(); it != defaults.end(); ++it) {
        if (!component.contains(it.key())) component[it.key()] = it.value();
    }
}

shared::RawJson numbered(const shared::RawJson& components) {
    QJsonArray all = QJsonDocument::fromJson(components.bytes).array();
    if (all.isEmpty()) return components;
    std::set<int> taken;
    walk(all, 0, [&](QJsonObject& component) {
        const int id = component.value("id"_L1).toInt();
        if (id > 0) taken.insert(id);
    });
    int next = 1;
    walk(all, 0, [&](QJsonObject& component) {
        complete(component);
        if (component.value("id"_L1).toInt() > 0) return;
        while (taken.contains(next))
            ++next;
        component["id"_L1] = next++;
    });
    return {QJsonDocument(all).toJson(QJsonDocument::Compact)};
}

}  // namespace

shared::Result<shared::RawJson> ownComponents(const shared::RawJson& wanted, bool isV2) {
    const auto set = isV2 ? shared::ComponentSet::V2 : shared::ComponentSet::Rows;
    shared::CheckedComponents checked = shared::checkComponents(wanted, set);
    if (!checked.errors.isEmpty()) return shared::Error::invalidForm(std::move(checked.errors));
    return numbered(checked.components);
}

}  // namespace server
