#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace tests {

QByteArray TestClient::head(const QByteArray& method, const QByteArray& path) const {
    const QByteArray target = path.startsWith("//") ? path.sliced(1) : "/api/v10" + path;
    QByteArray text = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
    if (!m_token.isEmpty()) text += "Authorization: " + m_token + "\r\n";
    return text;
}

Answer TestClient::ask(const QByteArray& method, const QByteArray& path, const QJsonObject& body) {
    QByteArray request = head(method, path);
    if (method == "GET" || method == "DELETE") return send(request + "\r\n");
    const QByteArray json = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(json.size()) + "\r\n\r\n";
    return send(request + json);
}

Answer TestClient::upload(const QByteArray& path, const QJsonObject& payload, const TestFile& file) {
    const QByteArray boundary = "guildhall-test-boundary";
    QByteArray body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n";
    body += QJsonDocument(payload).toJson(QJsonDocument::Compact);
    body += "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"" + file.name +
            "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    body += file.bytes + "\r\n--" + boundary + "--\r\n";
    return send(head("POST", path) + "Content-Type: multipart/form-data; boundary=" + boundary +
                "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

Answer TestClient::send(const QByteArray& request) {
    if (!m_connection || !m_connection->isConnected()) m_connection = std::make_unique<RawClient>(m_port, 20'000);
    const bool sent = m_connection->isConnected() && m_connection->send(request);
    const auto response = sent ? m_connection->response() : std::nullopt;
    if (!response) {
        m_connection.reset();
        return {};
    }
    if (response->header("connection") == "close") m_connection.reset();
    return {response->status, response->body, *response};
}

QString TestClient::registerPerson(const QString& username) {
    const Answer made = ask("POST", "/auth/register",
                            {{u"username"_s, username},
                             {u"email"_s, username + u"@example.org"_s},
                             {u"password"_s, u"a long enough passphrase"_s},
                             {u"date_of_birth"_s, u"1990-01-01"_s},
                             {u"consent"_s, true}});
    if (made.status != 201) return {};
    m_token = made.object()["token"_L1].toString().toLatin1();
    return made.object()["user_id"_L1].toString();
}

std::pair<QString, QString> TestClient::makeGuild(const QString& name) {
    const QString guild = ask("POST", "/guilds", {{u"name"_s, name}}).object()["id"_L1].toString();
    for (const QJsonValue& channel : ask("GET", "/guilds/" + guild.toLatin1() + "/channels").array()) {
        if (channel["type"_L1].toInt() == 0) return {guild, channel["id"_L1].toString()};
    }
    return {guild, {}};
}

}  // namespace tests
