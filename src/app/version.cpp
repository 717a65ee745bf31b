#include <parley/app/version.hpp>

#include <boost/version.hpp>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sqlite3.h>

namespace parley {

std::string_view version() { return PARLEY_VERSION; }

#ifdef __clang__
std::string_view compiler() { return "clang " __clang_version__; }
#else
std::string_view compiler() { return "gcc " __VERSION__; }
#endif

std::string version_text() {
  return fmt::format("parleyd {}\ncompiler {}\nBoost {}.{}.{}\nSQLite {}\n{}\n", version(), compiler(),
                     BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, sqlite3_libversion(),
                     OpenSSL_version(OPENSSL_VERSION));
}

}  // namespace parley
