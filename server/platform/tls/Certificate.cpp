#include "server/platform/tls/Certificate.h"

#include <memory>

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtNetwork/QHostAddress>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "server/platform/files/DurableFile.h"

namespace server {
namespace {

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;

constexpr qint64 kDayMs = 24LL * 60 * 60 * 1000;
constexpr qint64 kRenewBeforeMs = 30 * kDayMs;
// What browsers and operating systems still take from a private issuer.
constexpr qint64 kLifeMs = 825 * kDayMs;

template <class T, void (*Free)(T*)>
struct Freed {
    void operator()(T* object) const { Free(object); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Freed<X509, X509_free>>;
struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPointer = std::unique_ptr<BIO, FreeBio>;

Error problem(const QString& sentence) {
    ERR_clear_error();
    return Error(ErrorCode::ServiceUnavailable, sentence);
}

QByteArray bytesOf(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

shared::Result<KeyPointer> readOrMakeKey(const QString& path) {
    if (QFileInfo::exists(path)) {
        const BioPointer file(BIO_new_file(QFile::encodeName(path).constData(), "r"));
        KeyPointer key(file ? PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr);
        if (!key)
            return problem(u"The server's key %1 cannot be read; restore it, since invite links name it."_s.arg(path));
        return key;
    }
    KeyPointer key(EVP_EC_gen("P-256"));
    const BioPointer memory(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return problem(u"A key for TLS cannot be made."_s);
    }
    if (writeDurably(path, bytesOf(memory.get()), 0600) != 0) {
        return problem(u"The server's key %1 cannot be written."_s.arg(path));
    }
    return key;
}

/** "DNS:a,IP:1.2.3.4", for what is a name or an address; anything else is left out. */
QByteArray subjectAltNames(const QStringList& names) {
    QStringList all{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s};
    for (const QString& name : names) {
        if (!all.contains(name)) all.append(name);
    }
    QByteArrayList parts;
    for (const QString& name : all) {
        const QHostAddress address(name);
        const QByteArray ascii = QUrl::toAce(name);
        if (!address.isNull()) {
            parts << "IP:" + address.toString().section(u'%', 0, 0).toLatin1();
        } else if (!ascii.isEmpty() && !ascii.contains(',') && !ascii.contains(':')) {
            parts << "DNS:" + ascii;
        }
    }
    return parts.join(',');
}

bool addExtension(X509* certificate, int nid, const QByteArray& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData());
    if (!extension) return false;
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

CertificatePointer makeCertificate(EVP_PKEY* key, const QByteArray& altNames, qint64 nowMs) {
    CertificatePointer certificate(X509_new());
    X509* x = certificate.get();
    unsigned char serial[16];
    if (RAND_bytes(serial, sizeof(serial)) != 1) return nullptr;
    serial[0] &= 0x7f;
    BIGNUM* number = BN_bin2bn(serial, sizeof(serial), nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x));
    BN_free(number);
    X509_set_version(x, X509_VERSION_3);
    // A day back, for clients whose clock is slow.
    ASN1_TIME_set(X509_getm_notBefore(x), static_cast<time_t>((nowMs - kDayMs) / 1000));
    ASN1_TIME_set(X509_getm_notAfter(x), static_cast<time_t>((nowMs + kLifeMs) / 1000));
    X509_NAME* name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Guildhall server"), -1,
                               -1, 0);
    X509_set_issuer_name(x, name);
    X509_set_pubkey(x, key);
    const bool extended = addExtension(x, NID_subject_alt_name, altNames) &&
                          addExtension(x, NID_basic_constraints, "critical,CA:FALSE") &&
                          addExtension(x, NID_key_usage, "critical,digitalSignature") &&
                          addExtension(x, NID_ext_key_usage, "serverAuth");
    if (!extended || X509_sign(x, key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

/** The SAN as X509V3 prints it, for comparison only. */
QByteArray printedAltNames(X509* certificate) {
    const int at = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
    if (at < 0) return {};
    const BioPointer memory(BIO_new(BIO_s_mem()));
    X509V3_EXT_print(memory.get(), X509_get_ext(certificate, at), 0, 0);
    return bytesOf(memory.get());
}

/** Is the certificate in the file ours, valid for long enough and for all the names? */
bool isStillGood(const QString& path, EVP_PKEY* key, const QByteArray& altNames, qint64 nowMs) {
    const BioPointer file(BIO_new_file(QFile::encodeName(path).constData(), "r"));
    if (!file) return false;
    const CertificatePointer certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    if (!certificate || X509_check_private_key(certificate.get(), key) != 1) return false;
    time_t renewAt = static_cast<time_t>((nowMs + kRenewBeforeMs) / 1000);
    if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &renewAt) <= 0) return false;
    time_t now = static_cast<time_t>(nowMs / 1000);
    if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &now) > 0) return false;
    const CertificatePointer wanted = makeCertificate(key, altNames, nowMs);
    return wanted && printedAltNames(wanted.get()) == printedAltNames(certificate.get());
}

}  // namespace

shared::Result<CertificateFiles> ensureSelfSignedCertificate(const QString& folder, const QStringList& names,
                                                             const shared::Clock& clock) {
    if (!QDir().mkpath(folder))
        return problem(u"The folder %1 for the server's certificate cannot be made."_s.arg(folder));
    const CertificateFiles files{folder + "/certificate.pem"_L1, folder + "/key.pem"_L1};
    ASSIGN_OR_RETURN(const KeyPointer key, readOrMakeKey(files.key));
    const QByteArray altNames = subjectAltNames(names);
    const qint64 nowMs = clock.nowMs();
    const bool good = isStillGood(files.certificate, key.get(), altNames, nowMs);
    ERR_clear_error();
    if (good) return files;
    const CertificatePointer certificate = makeCertificate(key.get(), altNames, nowMs);
    const BioPointer memory(BIO_new(BIO_s_mem()));
    if (!certificate || PEM_write_bio_X509(memory.get(), certificate.get()) != 1) {
        return problem(u"A certificate cannot be made."_s);
    }
    if (writeDurably(files.certificate, bytesOf(memory.get()), 0644) != 0) {
        return problem(u"The server's certificate %1 cannot be written."_s.arg(files.certificate));
    }
    return files;
}

}  // namespace server
