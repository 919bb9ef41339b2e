#pragma once

#include <QtCore/QHash>

#include "shared/models/Relationship.h"

namespace app {

/** Friends, requests and blocks. Changed by reducers only. */
class RelationshipCache {
 public:
    const shared::Relationship* find(shared::UserId userId) const {
        const auto it = m_relationships.constFind(userId);
        return it == m_relationships.cend() ? nullptr : &*it;
    }
    QList<shared::Relationship> list() const { return m_relationships.values(); }
    bool isBlocked(shared::UserId userId) const {
        const shared::Relationship* relationship = find(userId);
        return relationship != nullptr && relationship->type == shared::RelationshipType::Blocked;
    }

    void put(const shared::Relationship& relationship) { m_relationships.insert(relationship.id, relationship); }
    void remove(shared::UserId userId) { m_relationships.remove(userId); }
    void clear() { m_relationships.clear(); }

 private:
    QHash<shared::UserId, shared::Relationship> m_relationships;
};

}  // namespace app
