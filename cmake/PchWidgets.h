#pragma once

#include "cmake/PchCore.h"

#include <QtGui/QFont>
#include <QtGui/QIcon>
#include <QtGui/QPainter>
#include <QtGui/QPixmap>
#include <QtWidgets/QWidget>
#include <QtWidgets/QtWidgets>
