#include <parley/base/crypto.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

#include <parley/base/random.hpp>

namespace parley {
namespace {

constexpr std::size_t kDigestBytes = 32;
constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> kDigitValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::uint8_t value = 0; value < 64; ++value) values[static_cast<std::uint8_t>(kAlphabet[value])] = value;
  return values;
}();

// Returns a pointer that is never null. OpenSSL takes a null pointer to mean "keep the previous key", and an empty view
// may hold one.
const unsigned char* bytes_of(std::string_view view) {
  return reinterpret_cast<const unsigned char*>(view.data() == nullptr ? "" : view.data());
}

[[noreturn]] void fail_for_lack_of(const char* algorithm) {
  throw std::runtime_error(std::string("OpenSSL failed to compute ") + algorithm);
}

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

struct FreeKdf {
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
using KdfContext = std::unique_ptr<EVP_KDF_CTX, FreeKdf>;

// The algorithm is looked up once, because the look-up costs more than hashing a token.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

MacContext new_hmac_context() {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  MacContext context(EVP_MAC_CTX_new(algorithm));
  std::array<char, 7> digest = {"SHA256"};
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                   OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_CTX_set_params(context.get(), parameters) != 1) fail_for_lack_of("HMAC-SHA256");
  return context;
}

}  // namespace

std::string sha256(std::string_view data) {
  std::string digest(kDigestBytes, '\0');
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, sha256_algorithm(),
                 nullptr) != 1 ||
      size != kDigestBytes) {
    fail_for_lack_of("SHA-256");
  }
  return digest;
}

// Each thread keeps one context, because creating one costs more than computing a code.
std::string hmac_sha256(std::string_view key, std::string_view data) {
  thread_local const MacContext context = new_hmac_context();
  std::string code(kDigestBytes, '\0');
  std::size_t size = 0;
  if (EVP_MAC_init(context.get(), bytes_of(key), key.size(), nullptr) != 1 ||
      EVP_MAC_update(context.get(), bytes_of(data), data.size()) != 1 ||
      EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(code.data()), &size, code.size()) != 1 ||
      size != kDigestBytes) {
    fail_for_lack_of("HMAC-SHA256");
  }
  return code;
}

std::string hkdf_sha256(std::string_view secret, std::string_view info, std::size_t bytes) {
  static EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  const KdfContext context(EVP_KDF_CTX_new(algorithm));
  std::array<char, 7> digest = {"SHA256"};
  // OpenSSL only reads the parameters, but their types are not const.
  const auto octets = [](const char* name, std::string_view value) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<unsigned char*>(bytes_of(value)), value.size());
  };
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
                                   octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_INFO, info),
                                   OSSL_PARAM_construct_end()};
  std::string derived(bytes, '\0');
  if (!context || EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(derived.data()), derived.size(),
                                 parameters) != 1) {
    fail_for_lack_of("HKDF-SHA256");
  }
  return derived;
}

// Shifts bytes into `bits` and takes six bits at a time from the front; `held` is the number of bits that wait.
std::string base64url_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<std::uint8_t>(byte);
    for (held += 8; held >= 6;) {
      held -= 6;
      text.push_back(kAlphabet[bits >> held & 63U]);
    }
  }
  if (held > 0) text.push_back(kAlphabet[bits << (6 - held) & 63U]);
  return text;
}

// Shifts six bits of each character into `bits` and takes a byte as soon as there are eight.
std::optional<std::string> base64url_decode(std::string_view text) {
  // No number of bytes has a text of 4n + 1 characters.
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char digit : text) {
    const std::uint8_t value = kDigitValues[static_cast<std::uint8_t>(digit)];
    if (value == kNoDigit) return std::nullopt;
    bits = bits << 6 | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>(bits >> held));
    }
  }
  const std::uint32_t left_over = bits & ((1U << held) - 1);
  if (left_over != 0) return std::nullopt;
  return bytes;
}

bool constant_time_equal(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string random_token(std::size_t bytes) {
  std::string raw(bytes, '\0');
  random_bytes({reinterpret_cast<std::uint8_t*>(raw.data()), raw.size()});
  return base64url_encode(raw);
}

}  // namespace parley
