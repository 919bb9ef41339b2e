#include "shared/validation/FieldChecks.h"

#include <algorithm>

#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace shared {

qsizetype codePoints(QStringView text) {
    return text.size() - std::ranges::count_if(text, [](QChar c) { return c.isLowSurrogate(); });
}

void FieldChecks::add(const QString& path, QLatin1StringView code, const QString& message) {
    m_errors.append({path, QString(code), message});
}

void FieldChecks::addRequired(const QString& path) {
    add(path, "BASE_TYPE_REQUIRED"_L1, u"This field is required"_s);
}

void FieldChecks::length(const QString& path, QStringView text, int min, int max) {
    // A text that is short in UTF-16 is short in code points, too.
    if (text.size() >= min * 2 && text.size() <= max) return;
    count(path, codePoints(text), min, max);
}

void FieldChecks::count(const QString& path, qsizetype items, int min, int max) {
    if (items >= min && items <= max) return;
    if (min > 0) {
        add(path, "BASE_TYPE_BAD_LENGTH"_L1, u"Must be between %1 and %2 in length."_s.arg(min).arg(max));
    } else {
        add(path, "BASE_TYPE_MAX_LENGTH"_L1, u"Must be %1 or fewer in length."_s.arg(max));
    }
}

void FieldChecks::range(const QString& path, qint64 number, qint64 min, qint64 max) {
    if (number < min) {
        add(path, "NUMBER_TYPE_MIN"_L1, u"int value should be greater than or equal to %1."_s.arg(min));
    } else if (number > max) {
        add(path, "NUMBER_TYPE_MAX"_L1, u"int value should be less than or equal to %1."_s.arg(max));
    }
}

void FieldChecks::choice(const QString& path, qint64 number, std::initializer_list<int> choices) {
    if (std::ranges::find(choices, number) != choices.end()) return;
    QStringList words;
    for (const int choice : choices)
        words.append(QString::number(choice));
    add(path, "BASE_TYPE_CHOICES"_L1, u"Value must be one of {%1}."_s.arg(words.join(u", ")));
}

void FieldChecks::url(const QString& path, const Field<QString>& url, bool attachments) {
    if (!url.hasValue() || url->isEmpty()) return;
    length(path, url, 0, limits::kUrlLength);
    if (attachments && url->startsWith("attachment://"_L1)) return;
    const QUrl parsed(*url, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.scheme().isEmpty()) {
        add(path, "URL_TYPE_INVALID_URL"_L1, u"Not a well formed URL."_s);
    } else if (parsed.scheme() != "http"_L1 && parsed.scheme() != "https"_L1) {
        add(path, "URL_TYPE_INVALID_SCHEME"_L1,
            u"Scheme \"%1\" is not supported. Scheme must be one of ('http', 'https')."_s.arg(parsed.scheme()));
    } else if (parsed.host().isEmpty()) {
        add(path, "URL_TYPE_INVALID_URL"_L1, u"Not a well formed URL."_s);
    }
}

void FieldChecks::image(const QString& path, const Field<QString>& image) {
    if (!image.hasValue()) return;
    const QString& text = image.value();
    const bool isImage = text.startsWith("data:image/"_L1) && QStringView(text).left(64).contains(u";base64,");
    if (!isImage) add(path, "IMAGE_INVALID"_L1, u"Invalid image"_s);
}

}  // namespace shared
