set(GUILDHALL_QT_COMPONENTS Core Gui Network WebSockets Test)
if(GUILDHALL_APP)
  list(APPEND GUILDHALL_QT_COMPONENTS Widgets Svg Sql)
endif()
find_package(Qt6 6.4 REQUIRED COMPONENTS ${GUILDHALL_QT_COMPONENTS})
qt_standard_project_setup()
# Resources are listed with qt_add_resources; AUTOUIC has nothing to read here.
set(CMAKE_AUTOUIC OFF)
# On in the folders with classes that have signals: everywhere else it would only cost time.
set(CMAKE_AUTOMOC OFF)
set(CMAKE_AUTORCC OFF)

find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(GTest REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED COMPONENTS core)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
if(GUILDHALL_APP)
  find_package(Qt6Keychain REQUIRED)
  if(UNIX AND NOT APPLE)
    pkg_check_modules(xcb REQUIRED IMPORTED_TARGET xcb)
  endif()
endif()
if(GUILDHALL_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()

# http-parser ships no package file. llhttp, its successor, is taken where it is packaged.
find_path(HTTP_PARSER_INCLUDE_DIR http_parser.h REQUIRED)
find_library(HTTP_PARSER_LIBRARY http_parser REQUIRED)
add_library(http_parser UNKNOWN IMPORTED)
set_target_properties(http_parser PROPERTIES
  IMPORTED_LOCATION ${HTTP_PARSER_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${HTTP_PARSER_INCLUDE_DIR})
