#include "app/actions/FieldText.h"

#include <QtCore/QCoreApplication>

#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct FieldWords {
    Q_DECLARE_TR_FUNCTIONS(app::FieldText)
};

QString lengthText(const shared::FieldError& error) {
    namespace limits = shared::limits;
    if (error.path == "password"_L1 || error.path == "new_password"_L1)
        return FieldWords::tr("Use %1 to %2 characters.").arg(limits::kPasswordMin).arg(limits::kPasswordMax);
    if (error.path == "username"_L1)
        return FieldWords::tr("Pick a name of %1 to %2 letters.").arg(limits::kUsernameMin).arg(limits::kUsernameMax);
    if (error.path == "global_name"_L1) return FieldWords::tr("Use at most %1 characters.").arg(limits::kGlobalName);
    return error.message;
}

QString sentence(const shared::FieldError& error) {
    if (error.code == "INVALID_LOGIN"_L1)
        // The server says it of both fields, and does not tell which it is: one sentence is enough.
        return error.path == "login"_L1 ? QString()
                                        : FieldWords::tr("Name and password do not fit each other. Check both.");
    if (error.code == "PASSWORD_DOES_NOT_MATCH"_L1) return FieldWords::tr("This password does not fit.");
    if (error.code == "USERNAME_ALREADY_TAKEN"_L1)
        return FieldWords::tr("This name is taken. Add a digit, a point or an underscore.");
    if (error.code == "USERNAME_INVALID_CHARACTERS"_L1)
        return FieldWords::tr("Use small letters, digits, points and underscores only.");
    if (error.code == "USERNAME_CONSECUTIVE_PERIODS"_L1) return FieldWords::tr("Two points cannot stand side by side.");
    if (error.code == "USERNAME_INVALID_CONTAINS"_L1) return FieldWords::tr("This name is reserved. Pick another one.");
    if (error.code == "EMAIL_ALREADY_REGISTERED"_L1)
        return FieldWords::tr("Another account has this address. Use another one.");
    if (error.code == "BASE_TYPE_BAD_LENGTH"_L1 || error.code == "BASE_TYPE_MIN_LENGTH"_L1 ||
        error.code == "BASE_TYPE_MAX_LENGTH"_L1)
        return lengthText(error);
    return error.message;
}

}  // namespace

QString fieldText(const ApiError& error, QStringView path) {
    for (const shared::FieldError& field : error.fields)
        if (field.path == path) return sentence(field);
    return {};
}

}  // namespace app
