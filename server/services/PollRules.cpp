#include "server/services/PollRules.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "shared/core/Timestamp.h"
#include "shared/json/JsonType.h"
#include "shared/models/Emoji.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

constexpr int kMostAnswers = 10;
constexpr qsizetype kQuestionLength = 300;
constexpr qsizetype kAnswerLength = 55;
constexpr int kMostHours = 32 * 24;
constexpr int kUsualHours = 24;

struct Media {
    shared::Field<QString> text;
    shared::Field<shared::RawJson> emoji;
};
void readJson(shared::JsonReader& reader, Media& value) {
    if (!reader.enterObject()) return;
    reader("text", value.text);
    reader("emoji", value.emoji);
}

struct Answer {
    Media media;
};
void readJson(shared::JsonReader& reader, Answer& value) {
    if (!reader.enterObject()) return;
    reader("poll_media", value.media);
}

struct Request {
    Media question;
    QList<Answer> answers;
    shared::Field<int> duration;
    shared::Field<bool> allowMultiselect;
    shared::Field<int> layoutType;
};
void readJson(shared::JsonReader& reader, Request& value) {
    if (!reader.enterObject()) return;
    reader("question", value.question);
    reader("answers", value.answers);
    reader("duration", value.duration);
    reader("allow_multiselect", value.allowMultiselect);
    reader("layout_type", value.layoutType);
}

shared::FieldError required(const QString& path) {
    return {path, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s};
}

void checkText(QList<shared::FieldError>& errors, const QString& path, const shared::Field<QString>& text,
               qsizetype most) {
    if (!text.hasValue() || QStringView(*text).trimmed().isEmpty()) {
        errors.append(required(path));
    } else if (text->toUcs4().size() > most) {
        errors.append({path, u"BASE_TYPE_MAX_LENGTH"_s, u"Must be %1 or fewer in length."_s.arg(most)});
    }
}

QList<shared::FieldError> check(const Request& request) {
    QList<shared::FieldError> errors;
    checkText(errors, u"poll.question.text"_s, request.question.text, kQuestionLength);
    if (request.answers.isEmpty() || request.answers.size() > kMostAnswers) {
        errors.append(
            {u"poll.answers"_s, u"BASE_TYPE_BAD_LENGTH"_s, u"Must be between 1 and %1 in length."_s.arg(kMostAnswers)});
    }
    for (qsizetype i = 0; i < request.answers.size(); ++i) {
        checkText(errors, u"poll.answers.%1.poll_media.text"_s.arg(i), request.answers[i].media.text, kAnswerLength);
    }
    if (request.duration.hasValue() && (*request.duration < 1 || *request.duration > kMostHours)) {
        errors.append(
            {u"poll.duration"_s, u"NUMBER_TYPE_COERCE"_s, u"int value should be between 1 and %1."_s.arg(kMostHours)});
    }
    if (request.layoutType.hasValue() && *request.layoutType != 1) {
        errors.append({u"poll.layout_type"_s, u"BASE_TYPE_CHOICES"_s, u"Value must be one of (1,)."_s});
    }
    return errors;
}

QJsonObject mediaJson(const Media& media) {
    QJsonObject json{{u"text"_s, media.text.value().trimmed()}};
    if (media.emoji.hasValue()) {
        const QJsonObject emoji = QJsonDocument::fromJson(media.emoji->bytes).object();
        const bool isCustom = emoji.value("id"_L1).isString();
        const bool isNamed = emoji.value("name"_L1).isString();
        if (isCustom || isNamed) {
            json["emoji"_L1] = QJsonObject{{u"id"_s, isCustom ? emoji.value("id"_L1) : QJsonValue()},
                                           {u"name"_s, emoji.value("name"_L1).toString()}};
        }
    }
    return json;
}

}  // namespace

shared::Result<shared::RawJson> makePoll(const shared::RawJson& request, qint64 nowMs) {
    auto read = shared::fromJson<Request>(request.bytes);
    if (!read.has_value()) {
        QList<shared::FieldError> errors = read.error().fields();
        for (shared::FieldError& error : errors)
            error.path = error.path.isEmpty() ? u"poll"_s : u"poll."_s + error.path;
        return errors.isEmpty() ? std::move(read).error() : shared::Error::invalidForm(std::move(errors));
    }
    if (QList<shared::FieldError> errors = check(*read); !errors.isEmpty()) {
        return shared::Error::invalidForm(std::move(errors));
    }
    QJsonArray answers;
    for (const Answer& answer : read->answers) {
        answers.append(QJsonObject{{u"answer_id"_s, answers.size() + 1}, {u"poll_media"_s, mediaJson(answer.media)}});
    }
    const qint64 expiry = nowMs + qint64(read->duration.valueOr(kUsualHours)) * 60 * 60 * 1000;
    const QJsonObject poll{{u"question"_s, QJsonObject{{u"text"_s, read->question.text.value().trimmed()}}},
                           {u"answers"_s, answers},
                           {u"expiry"_s, shared::Timestamp(expiry).toString()},
                           {u"allow_multiselect"_s, read->allowMultiselect.valueOr(false)},
                           {u"layout_type"_s, 1},
                           {u"results"_s, QJsonObject{{u"is_finalized"_s, false}, {u"answer_counts"_s, QJsonArray()}}}};
    return shared::RawJson{QJsonDocument(poll).toJson(QJsonDocument::Compact)};
}

}  // namespace server
