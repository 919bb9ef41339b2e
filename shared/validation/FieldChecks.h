#pragma once

#include <initializer_list>

#include <QtCore/QLatin1StringView>

#include "shared/core/Error.h"
#include "shared/json/Field.h"

namespace shared {

/** Length as Discord counts it: a character outside of the basic plane is one. */
qsizetype codePoints(QStringView text);

/** Collects what is wrong with the fields of one request, in Discord's words. Fields that are missing or null pass. */
class FieldChecks {
 public:
    void add(const QString& path, QLatin1StringView code, const QString& message);
    /** BASE_TYPE_REQUIRED. */
    void addRequired(const QString& path);

    /** A text of min to max code points. */
    void length(const QString& path, QStringView text, int min, int max);
    void length(const QString& path, const Field<QString>& text, int min, int max) {
        if (text.hasValue()) length(path, QStringView(text.value()), min, max);
    }
    /** A list of min to max items. */
    void count(const QString& path, qsizetype items, int min, int max);
    template <class T>
    void count(const QString& path, const Field<QList<T>>& list, int min, int max) {
        if (list.hasValue()) count(path, list.value().size(), min, max);
    }
    /** A number from min to max. */
    void range(const QString& path, qint64 number, qint64 min, qint64 max);
    template <class T>
    void range(const QString& path, const Field<T>& number, qint64 min, qint64 max) {
        if (number.hasValue()) range(path, static_cast<qint64>(number.value()), min, max);
    }
    /** A number that is one of those. */
    void choice(const QString& path, qint64 number, std::initializer_list<int> choices);
    template <class T>
    void choice(const QString& path, const Field<T>& number, std::initializer_list<int> choices) {
        if (number.hasValue()) choice(path, static_cast<qint64>(number.value()), choices);
    }
    /** An http or https address. @param attachments also attachment://name */
    void url(const QString& path, const Field<QString>& url, bool attachments = false);
    /** A picture as a data URI; what is in it, only decoding can tell. */
    void image(const QString& path, const Field<QString>& image);

    QList<FieldError> take() { return std::move(m_errors); }

 private:
    QList<FieldError> m_errors;
};

}  // namespace shared
