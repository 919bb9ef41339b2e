#pragma once

#include "cmake/PchCore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
