#include "server/platform/http/Multipart.h"

#include <QtCore/QByteArrayMatcher>

namespace server {
namespace {

using shared::Error;
using shared::ErrorCode;
using shared::Result;
using namespace Qt::StringLiterals;

constexpr qint64 kBlock = 64 * 1024;

Error broken(const QString& why) {
    return Error(ErrorCode::BadRequest, u"The multipart body is malformed: "_s + why);
}

/** The next parameter of "a; name=value; name2=\"quoted\"", from `rest` on. False at the end or where it is broken. */
bool nextParameter(QByteArrayView& rest, QByteArray& name, QByteArray& value) {
    rest = rest.trimmed();
    if (!rest.startsWith(';')) return false;
    rest = rest.sliced(1).trimmed();
    const qsizetype equals = rest.indexOf('=');
    if (equals <= 0) return false;
    name = rest.first(equals).trimmed().toByteArray().toLower();
    rest = rest.sliced(equals + 1);
    value.clear();
    if (!rest.startsWith('"')) {
        const qsizetype end = rest.indexOf(';');
        value = (end < 0 ? rest : rest.first(end)).trimmed().toByteArray();
        rest = end < 0 ? QByteArrayView() : rest.sliced(end);
        return true;
    }
    // Browsers write %22 for a quote; others a backslash before it. A backslash before anything else is itself.
    for (qsizetype i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest = rest.sliced(i + 1);
            return true;
        }
        const bool escape = rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\');
        if (escape) ++i;
        value.append(rest[i]);
    }
    return false;
}

QByteArray boundaryOf(QByteArrayView contentType) {
    const qsizetype semicolon = contentType.indexOf(';');
    QByteArrayView rest = semicolon < 0 ? QByteArrayView() : contentType.sliced(semicolon);
    QByteArray name;
    QByteArray value;
    while (nextParameter(rest, name, value)) {
        if (name == "boundary") return value;
    }
    return {};
}

QString baseName(const QString& fileName) {
    const qsizetype slash = std::max(fileName.lastIndexOf(u'/'), fileName.lastIndexOf(u'\\'));
    return fileName.mid(slash + 1);
}

class Parser {
 public:
    Parser(const QByteArray& boundary, QIODevice& body, MultipartSink& sink, const MultipartLimits& limits)
        : m_delimiter("\r\n--" + boundary), m_matcher(m_delimiter), m_body(body), m_sink(sink), m_limits(limits) {}

    Result<void> run() {
        // The first boundary has no line break before it, unless there is a preamble: give it one.
        m_buffer = "\r\n";
        RETURN_IF_ERROR(upToDelimiter(nullptr));
        while (true) {
            ASSIGN_OR_RETURN(const bool last, endOfDelimiter());
            if (last) return {};
            if (++m_parts > m_limits.parts) {
                return Error(ErrorCode::RequestEntityTooLarge, u"The multipart body has too many parts."_s);
            }
            ASSIGN_OR_RETURN(const MultipartPart part, partHead());
            RETURN_IF_ERROR(m_sink.onPart(part));
            RETURN_IF_ERROR(upToDelimiter(&m_sink));
            RETURN_IF_ERROR(m_sink.onPartEnd());
        }
    }

 private:
    bool readMore() {
        const QByteArray block = m_body.read(kBlock);
        m_buffer += block;
        return !block.isEmpty();
    }

    /** Takes everything before the next delimiter, and the delimiter. @param sink null: throws it away */
    Result<void> upToDelimiter(MultipartSink* sink) {
        while (true) {
            const qsizetype at = m_matcher.indexIn(m_buffer);
            // A delimiter may begin in what is kept back.
            const qsizetype safe = at >= 0 ? at : std::max<qsizetype>(0, m_buffer.size() - m_delimiter.size() + 1);
            if (sink && safe > 0) RETURN_IF_ERROR(sink->onData(QByteArrayView(m_buffer).first(safe)));
            m_buffer.remove(0, at >= 0 ? at + m_delimiter.size() : safe);
            if (at >= 0) return {};
            if (!readMore()) return broken(u"its last boundary is missing."_s);
        }
    }

    /** What follows a boundary: "--" after the last one (true), or blanks and a line break. */
    Result<bool> endOfDelimiter() {
        while (m_buffer.size() < 2 || (m_buffer.indexOf('\n') < 0 && m_buffer.size() < 256)) {
            if (m_buffer.startsWith("--")) return true;
            if (!readMore()) break;
        }
        if (m_buffer.startsWith("--")) return true;
        const qsizetype end = m_buffer.indexOf("\r\n");
        if (end < 0 || !QByteArrayView(m_buffer).first(end).trimmed().isEmpty()) {
            return broken(u"a boundary is followed by something else than a line break."_s);
        }
        m_buffer.remove(0, end + 2);
        return false;
    }

    Result<MultipartPart> partHead() {
        qsizetype end = -1;
        // A part without any header begins with the blank line at once; it has no name and is refused below.
        while (!m_buffer.startsWith("\r\n") && (end = m_buffer.indexOf("\r\n\r\n")) < 0) {
            if (m_buffer.size() > m_limits.partHeadBytes) break;
            if (!readMore()) return broken(u"it ends within a part's headers."_s);
        }
        if (end > m_limits.partHeadBytes || (end < 0 && m_buffer.size() > m_limits.partHeadBytes)) {
            return broken(u"a part's headers are too long."_s);
        }
        if (end < 0) return broken(u"a part has no name."_s);
        const QByteArray head = m_buffer.first(end);
        m_buffer.remove(0, end + 4);
        MultipartPart part;
        bool named = false;
        for (qsizetype from = 0; from < head.size();) {
            const qsizetype lineEnd = head.indexOf("\r\n", from);
            const QByteArray line = head.sliced(from, (lineEnd < 0 ? head.size() : lineEnd) - from);
            from += line.size() + 2;
            const qsizetype colon = line.indexOf(':');
            if (colon <= 0 || line.contains('\0') || line.contains('\n') || line.contains('\r')) {
                return broken(u"a part has a header that is none."_s);
            }
            const QByteArray name = line.first(colon).toLower();
            const QByteArrayView value = QByteArrayView(line).sliced(colon + 1).trimmed();
            if (name == "content-type") part.contentType = value.toByteArray();
            if (name == "content-disposition") named = readDisposition(value, part);
        }
        if (!named) return broken(u"a part has no name."_s);
        return part;
    }

    static bool readDisposition(QByteArrayView value, MultipartPart& part) {
        const qsizetype semicolon = value.indexOf(';');
        const QByteArrayView type = (semicolon < 0 ? value : value.first(semicolon)).trimmed();
        if (semicolon < 0 || type.compare("form-data", Qt::CaseInsensitive) != 0) return false;
        QByteArrayView rest = value.sliced(semicolon);
        QByteArray name;
        QByteArray text;
        bool named = false;
        while (nextParameter(rest, name, text)) {
            if (name == "name") {
                part.name = QString::fromUtf8(text);
                named = true;
            } else if (name == "filename" && !part.fileName) {
                part.fileName = baseName(QString::fromUtf8(text));
            } else if (name == "filename*" && text.left(7).toLower() == "utf-8''") {
                part.fileName = baseName(QString::fromUtf8(QByteArray::fromPercentEncoding(text.mid(7))));
            }
        }
        return named && rest.trimmed().isEmpty();
    }

    const QByteArray m_delimiter;
    const QByteArrayMatcher m_matcher;
    QIODevice& m_body;
    MultipartSink& m_sink;
    const MultipartLimits& m_limits;
    QByteArray m_buffer;
    int m_parts = 0;
};

}  // namespace

bool isMultipart(QByteArrayView contentType) {
    constexpr QByteArrayView kType("multipart/form-data");
    const qsizetype semicolon = contentType.indexOf(';');
    const QByteArrayView type = (semicolon < 0 ? contentType : contentType.first(semicolon)).trimmed();
    return type.compare(kType, Qt::CaseInsensitive) == 0;
}

Result<void> parseMultipart(QByteArrayView contentType, QIODevice& body, MultipartSink& sink,
                            const MultipartLimits& limits) {
    const QByteArray boundary = boundaryOf(contentType);
    if (!isMultipart(contentType) || boundary.isEmpty() || boundary.size() > 70 || boundary.contains('\r') ||
        boundary.contains('\n')) {
        return broken(u"its Content-Type has no valid boundary."_s);
    }
    return Parser(boundary, body, sink, limits).run();
}

}  // namespace server
