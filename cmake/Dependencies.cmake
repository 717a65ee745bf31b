# Everything comes from Debian 12's packages; scripts/setup installs them.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS url)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc)
find_package(PkgConfig REQUIRED)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx>=6.4)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq>=14)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis>=0.14)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(tomlplusplus 3 REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)

add_library(parley_dependencies INTERFACE)
target_link_libraries(parley_dependencies INTERFACE Boost::headers Boost::url OpenSSL::Crypto SQLite::SQLite3
  PkgConfig::pqxx PkgConfig::pq PkgConfig::hiredis ZLIB::ZLIB ICU::uc fmt::fmt spdlog::spdlog
  tomlplusplus::tomlplusplus prometheus-cpp::core crypt Threads::Threads)
