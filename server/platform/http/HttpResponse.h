#pragma once

#include <optional>
#include <utility>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QString>
#include <QtCore/QVarLengthArray>

namespace server {

class HttpRequestHead;

/**
 * An answer: status, headers and a body that is either bytes or a range of a file.
 *
 * The transport adds Content-Length, Date and Connection itself; line breaks in header values are taken out. Cheap to
 * move, a value otherwise.
 */
class HttpResponse {
 public:
    struct Header {
        QByteArray name;
        QByteArray value;
    };
    struct File {
        QString path;
        qint64 offset = 0;
        qint64 length = 0;  ///< bytes from offset on; they must be there
    };

    explicit HttpResponse(int status = 200) : m_status(status) {}
    /** @param body JSON text, already written */
    static HttpResponse json(int status, QByteArray body);
    static HttpResponse text(int status, QByteArray body);
    static HttpResponse noContent() { return HttpResponse(204); }

    int status() const { return m_status; }
    void setStatus(int status) { m_status = status; }

    /** Appends; a name may occur more than once (Set-Cookie). */
    HttpResponse& addHeader(QByteArray name, QByteArray value);
    /** Replaces every header of that name. */
    HttpResponse& setHeader(QByteArray name, QByteArray value);
    /** Empty if there is none. */
    QByteArray header(QByteArrayView name) const;
    const QVarLengthArray<Header, 12>& headers() const { return m_headers; }

    const QByteArray& body() const { return m_body; }
    HttpResponse& setBody(QByteArray body, QByteArray contentType);
    const std::optional<File>& file() const { return m_file; }
    HttpResponse& setFile(File file, QByteArray contentType);

    /** Close the connection after this answer. */
    HttpResponse& setClose(bool close = true) {
        m_close = close;
        return *this;
    }
    bool closes() const { return m_close; }

 private:
    int m_status;
    bool m_close = false;
    QVarLengthArray<Header, 12> m_headers;
    QByteArray m_body;
    std::optional<File> m_file;
};

/** What a file is to HTTP. */
struct HttpFileInfo {
    QString path;
    qint64 size = 0;
    QByteArray contentType;
    QByteArray etag;        ///< strong, with its quotes: "\"5f3a\""; empty for none
    qint64 modifiedMs = 0;  ///< since 1970, 0 if unknown: Last-Modified
};

/**
 * Answers a GET or HEAD for a file: 200, 206 for one satisfiable range, 304 for If-None-Match or If-Modified-Since,
 * 416 for a range outside it. Several ranges get the whole file. The caller adds Cache-Control and the like.
 * Source: RFC 9110, sections 13 and 14.
 */
HttpResponse fileResponse(const HttpRequestHead& request, const HttpFileInfo& file);

/** The reason phrase of a status: "Not Found"; "Unknown" for one that is not known. */
QByteArrayView httpReasonPhrase(int status);

}  // namespace server
