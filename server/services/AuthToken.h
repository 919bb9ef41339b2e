#pragma once

#include <optional>

#include <QtCore/QByteArray>

#include "shared/core/Clock.h"
#include "shared/core/Random.h"
#include "shared/core/Snowflake.h"

namespace server {

/**
 * A token as clients hold it: `base64url(user id).base64url(time).base64url(32 random bytes)`.
 *
 * The first part leads to the user's partition; the last is the secret. Only hash() is ever stored.
 */
struct AuthToken {
    shared::UserId userId;
    QByteArray text;

    static AuthToken make(shared::UserId user, const shared::Clock& clock, shared::Random& random);
    /** Of a token of the right form, whoever made it; std::nullopt for anything else. */
    static std::optional<AuthToken> parse(QByteArrayView text);

    /** SHA-256 of the text. The secret has 256 bits of its own, so nothing slower is needed. */
    QByteArray hash() const;
    /** The first 8 bytes of a hash as a number: Actor::tokenId. */
    static quint64 idOf(const QByteArray& hash);
};

}  // namespace server
