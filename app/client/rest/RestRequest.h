#pragma once

#include <chrono>

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QUrlQuery>

namespace app {

/** A file that goes out with a request: streamed from disk, or bytes that are in memory already (a pasted picture). */
struct UploadFile {
    QString path;      ///< local file; empty = `bytes`
    QByteArray bytes;  ///< only without a path
    QString fileName;
    QString contentType;  ///< empty = application/octet-stream
    QString description;

    bool operator==(const UploadFile&) const = default;
};

/** One call as the transport needs it: a value, built by the *Api classes. */
struct RestRequest {
    QByteArray method;  ///< GET, POST, PUT, PATCH, DELETE
    QString path;       ///< below /api/v10, parameters filled in and encoded
    QString route;      ///< for the rate limiter: method, template, '@' and the major parameter
    QUrlQuery query;
    QByteArray body;            ///< JSON; goes out as payload_json when there are files
    QList<UploadFile> files;    ///< multipart when not empty: files[0], files[1], ...
    QByteArray auditReason;     ///< UTF-8, sent percent-encoded
    bool authenticated = true;  ///< sends the token
    bool atRoot = false;        ///< the path is below the server itself, not below /api/v10
    bool repeatable = false;    ///< may be sent again when its answer was lost; GET, PUT and DELETE always may
    bool tellsAtOnce = false;   ///< a connection that does not come about is told and not tried again: somebody waits
    /** The longest silence while bytes should flow. */
    std::chrono::milliseconds silence{30'000};
    /** When it stops being worth repeating, counted from the first attempt; and, without files, the longest attempt. */
    std::chrono::milliseconds patience{60'000};

    bool mayRepeat() const {
        return !tellsAtOnce && (repeatable || method == "GET" || method == "PUT" || method == "DELETE");
    }
};

/** What came back, before it is read. */
struct RestAnswer {
    int status = 0;
    QByteArray body;
    QByteArray contentType;
};

}  // namespace app
