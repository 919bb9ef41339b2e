#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "app/widgets/Tokens.h"

namespace app {

struct CodeRange {
    int start = 0;
    int length = 0;
    Token colour = Token::CodeText;
};

/** Comments, strings, numbers and keywords of a block of code, found in one cheap pass; empty for unknown languages. */
QList<CodeRange> colourCode(const QString& code, const QString& language);

}  // namespace app
