#pragma once

#include <memory>
#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "tests/platform/RawClient.h"

namespace tests {

/** What the API said. Status 0: no answer came. */
struct Answer {
    int status = 0;
    QByteArray body;
    RawResponse raw;

    QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
    QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
    int code() const { return object()[QLatin1StringView("code")].toInt(-1); }
};

/** A file for a multipart request. */
struct TestFile {
    QByteArray name;
    QByteArray bytes;
};

/** A client of the API on one connection, which it opens again when it is gone. Blocking, each wait bounded. */
class TestClient {
 public:
    explicit TestClient(quint16 port, QByteArray token = {}) : m_port(port), m_token(std::move(token)) {}

    void setToken(const QByteArray& token) { m_token = token; }
    const QByteArray& token() const { return m_token; }

    /** @param path below /api/v10, or from the root when it begins with "//" */
    Answer ask(const QByteArray& method, const QByteArray& path, const QJsonObject& body = {});
    Answer upload(const QByteArray& path, const QJsonObject& payload, const TestFile& file);
    /** Exactly these bytes, on the connection; then one answer. */
    Answer send(const QByteArray& request);

    /** Registers a person and takes the token. Empty if that fails. */
    QString registerPerson(const QString& username);
    /** A guild of this person's, and the first text channel in it. */
    std::pair<QString, QString> makeGuild(const QString& name);

 private:
    QByteArray head(const QByteArray& method, const QByteArray& path) const;

    quint16 m_port;
    QByteArray m_token;
    std::unique_ptr<RawClient> m_connection;
};

}  // namespace tests
