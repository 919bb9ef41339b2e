#include "app/actions/FailureText.h"

#include <QtCore/QCoreApplication>

namespace app {

namespace {

struct FailureWords {
    Q_DECLARE_TR_FUNCTIONS(app::FailureText)
};

/** Of a refusal whose sentence people should not have to read in English. */
QString refusal(const ApiError& error) {
    switch (error.code) {
        case 20016:
            return FailureWords::tr("this channel allows one message at a time; wait a moment");
        case 40005:
            return FailureWords::tr("the files are too large");
        case 50001:
        case 50013:
            return FailureWords::tr("you are not allowed to do that here");
        case 50007:
            return FailureWords::tr("this person does not take messages from you");
        case 10003:
            return FailureWords::tr("the channel does not exist any more");
        case 10008:
            return FailureWords::tr("the message does not exist any more");
        case 50006:
            return FailureWords::tr("there is nothing to send");
        default:
            break;
    }
    if (error.httpStatus == 429) return FailureWords::tr("that was too fast; wait a moment");
    if (error.httpStatus == 413) return FailureWords::tr("the files are too large");
    if (error.httpStatus >= 500) return FailureWords::tr("the server has a problem");
    if (!error.fields.isEmpty()) return error.fields.first().message;
    return error.message;
}

}  // namespace

QString failureText(const ApiError& error) {
    switch (error.kind) {
        case ApiError::Kind::Network:
        case ApiError::Kind::Timeout:
            return FailureWords::tr("the server did not answer");
        case ApiError::Kind::Cancelled:
            return FailureWords::tr("it was cancelled");
        case ApiError::Kind::Untrusted:
            return FailureWords::tr("the server could not prove who it is");
        case ApiError::Kind::BadAnswer:
            return FailureWords::tr("the server's answer cannot be read");
        case ApiError::Kind::Local:
        case ApiError::Kind::Refused:
            return error.kind == ApiError::Kind::Local ? error.message : refusal(error);
    }
    return error.message;
}

}  // namespace app
