#include "server/api/Uploads.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryFile>

#include "shared/core/Result.h"

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;
using shared::Result;

namespace server {
namespace {

constexpr qint64 kInMemory = 32 * 1024;      ///< a smaller file needs no spool file
constexpr qint64 kFieldBytes = 1024 * 1024;  ///< of all parts that are no files
constexpr int kMostFiles = 10;               ///< Source: "Uploading Files"

/** Collects the parts; what grows beyond kInMemory goes to a file. */
class FormSink final : public MultipartSink {
 public:
    explicit FormSink(QString folder) : m_folder(std::move(folder)) {}

    Result<void> onPart(const MultipartPart& part) override {
        m_part = part;
        m_bytes.clear();
        m_file.reset();
        m_size = 0;
        if (part.fileName && m_form.uploads.size() >= kMostFiles) {
            return Error::invalidForm(u"files"_s, u"BASE_TYPE_MAX_LENGTH"_s,
                                      u"Must be %1 or fewer in length."_s.arg(kMostFiles));
        }
        return {};
    }

    Result<void> onData(QByteArrayView bytes) override {
        m_size += bytes.size();
        if (!m_part.fileName) {
            m_fieldBytes += bytes.size();
            if (m_fieldBytes > kFieldBytes) return ErrorCode::RequestEntityTooLarge;
            m_bytes.append(bytes);
            return {};
        }
        if (!m_file && m_size <= kInMemory) {
            m_bytes.append(bytes);
            return {};
        }
        if (!m_file) {
            m_file = std::make_shared<QTemporaryFile>(QDir(m_folder).filePath(u"upload-XXXXXX"_s));
            if (!m_file->open() || m_file->write(m_bytes) != m_bytes.size()) return noSpace();
            m_bytes.clear();
        }
        if (m_file->write(bytes.data(), bytes.size()) != bytes.size()) return noSpace();
        return {};
    }

    Result<void> onPartEnd() override {
        if (!m_part.fileName) {
            if (m_part.name == "payload_json"_L1) {
                m_form.payloadJson = m_bytes;
            } else {
                m_form.fields[m_part.name] = QString::fromUtf8(m_bytes);
            }
            return {};
        }
        Upload upload;
        upload.field = m_part.name;
        upload.filename = *m_part.fileName;
        upload.contentType = QString::fromLatin1(m_part.contentType);
        upload.size = m_size;
        if (m_file) {
            if (!m_file->flush()) return noSpace();
            upload.spoolPath = m_file->fileName();
            m_form.files.push_back(m_file);
        } else {
            upload.bytes = m_bytes;
        }
        m_form.uploads.append(std::move(upload));
        return {};
    }

    MultipartForm take() { return std::move(m_form); }

 private:
    static Error noSpace() {
        return Error::unavailable(u"The server cannot store uploads just now: its disk may be full."_s,
                                  std::chrono::seconds(30));
    }

    const QString m_folder;
    MultipartForm m_form;
    MultipartPart m_part;
    QByteArray m_bytes;
    std::shared_ptr<QTemporaryFile> m_file;
    qint64 m_size = 0;
    qint64 m_fieldBytes = 0;  ///< of all fields together
};

}  // namespace

Result<MultipartForm> readMultipart(const HttpRequest& request, const QString& spoolFolder) {
    const auto body = request.openBody();
    if (!body) return Error::unavailable(u"The upload could not be read back."_s, std::chrono::seconds(1));
    FormSink sink(spoolFolder);
    RETURN_IF_ERROR(parseMultipart(request.head().header("content-type"), *body, sink));
    return sink.take();
}

}  // namespace server
