#include <parley/features/sign_in/password.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <memory>
#include <utility>

#include <crypt.h>
#include <fmt/format.h>
#include <openssl/crypto.h>

#include <parley/base/crypto.hpp>
#include <parley/base/limits.hpp>
#include <parley/protocol/text.hpp>
#include <parley/protocol/visible_text.hpp>

#include "features/accounts/policy.hpp"

namespace parley {
namespace {

constexpr auto kCommonPasswords = std::to_array<std::string_view>({
#include "common_passwords.inc"
});
static_assert(std::ranges::is_sorted(kCommonPasswords));

// Users add a few digits or marks to a common word when a rule asks for them: "Sunshine2024!".
constexpr std::size_t kDecorationMost = 6;
static_assert(kDecorationMost < kNewPasswordLeast);
constexpr std::size_t kRepeatedPieceMost = 4;

bool is_decoration(char character) {
  return std::string_view("0123456789!?.@#$%&*_-+=").find(character) != std::string_view::npos;
}

// Returns whether the password is in the list, as it is or without the digits and marks at its end.
bool is_common(std::string_view password) {
  const std::string lower = lower_case(password);
  std::string_view stem = lower;
  for (std::size_t taken = 0; taken <= kDecorationMost; ++taken) {
    if (std::ranges::binary_search(kCommonPasswords, stem)) return true;
    if (!is_decoration(stem.back())) return false;
    stem.remove_suffix(1);
  }
  return false;
}

// Returns whether the password repeats one short piece. Examples are "aaaaaaaa" and "12341234".
bool is_repetition(std::string_view password) {
  for (std::size_t piece = 1; piece <= kRepeatedPieceMost; ++piece) {
    if (password.substr(piece) == password.substr(0, password.size() - piece)) return true;
  }
  return false;
}

// Returns whether each byte is one above the byte before it, or each one below. Examples are "abcdefgh" and "87654321".
bool is_run(std::string_view password) {
  const auto runs_by = [password](int step) {
    return std::ranges::adjacent_find(password, [step](char left, char right) {
             return static_cast<std::uint8_t>(left) + step != static_cast<std::uint8_t>(right);
           }) == password.end();
  };
  return runs_by(1) || runs_by(-1);
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool is_bcrypt_digit(char character) {
  return is_digit(character) || (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
         character == '.' || character == '/';
}

// bcrypt reads 72 bytes, up to the first NUL, and ignores the rest.
bool is_cut_off(std::string_view phrase) {
  constexpr std::size_t kRead = 72;
  return phrase.size() > kRead || phrase.find('\0') != std::string_view::npos;
}

// Returns what bcrypt hashes for a password. The text is normalized, since the same password can be typed in different
// forms on two keyboards. If bcrypt would read only a part of it, a digest of the whole stands for it. The key of the
// digest keeps it different from digests of the same password elsewhere, which may have been stolen.
std::string phrase_for(std::string_view password) {
  constexpr std::string_view kDigestKey = "parley: a password that is longer than what bcrypt reads";
  std::string normal = nfc(password);
  return is_cut_off(normal) ? base64url_encode(hmac_sha256(kDigestKey, normal)) : normal;
}

// A text with a terminating NUL whose memory is overwritten when it is destroyed.
class SecretText {
 public:
  explicit SecretText(std::string_view text) : text_(text) {}
  ~SecretText() { OPENSSL_cleanse(text_.data(), text_.size()); }
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  const char* c_str() const { return text_.c_str(); }

 private:
  std::string text_;
};

struct CleanseCryptData {
  void operator()(crypt_data* data) const {
    OPENSSL_cleanse(data, sizeof *data);
    delete data;
  }
};

// Returns the hash of the password with the salt and cost of `setting`, which is a salt or a whole hash. Returns the
// empty text if libxcrypt refuses the setting: its result is then null or begins with '*'. The 32 kB of scratch space
// are on the heap, because the stack of a thread may be too small for them.
std::string bcrypt(std::string_view password, const std::string& setting) {
  const SecretText phrase(password);
  const std::unique_ptr<crypt_data, CleanseCryptData> data(new crypt_data{});
  const char* hash = crypt_r(phrase.c_str(), setting.c_str(), data.get());
  return hash == nullptr || hash[0] == '*' ? std::string() : std::string(hash);
}

// Returns whether the text is a bcrypt hash (crypt(5)): "$2b$12$", 22 characters of salt and 31 of hash. The prefixes
// $2a$ and $2y$ come from other programs and are accepted. The prefix $2x$ marks hashes of a program with a fault and
// is refused. A cost above the limit is refused too, because one sign-in would keep a thread busy for minutes or hours.
bool is_bcrypt_hash(std::string_view hash) {
  constexpr std::size_t kSettingSize = 7;
  constexpr std::size_t kSize = kSettingSize + 22 + 31;
  if (hash.size() != kSize || !hash.starts_with("$2") || !std::string_view("aby").contains(hash[2]) || hash[3] != '$' ||
      !is_digit(hash[4]) || !is_digit(hash[5]) || hash[6] != '$') {
    return false;
  }
  const int cost = (hash[4] - '0') * 10 + (hash[5] - '0');
  return cost >= PasswordHasher::kCostLeast && cost <= PasswordHasher::kCostMost &&
         std::ranges::all_of(hash.substr(kSettingSize), is_bcrypt_digit);
}

}  // namespace

Result<void> check_password(std::string_view password, std::string_view username) {
  constexpr auto kField = "password";
  const std::size_t characters = count_characters(password);
  if (characters < kNewPasswordLeast) {
    return fail_field(kField, FieldFault::too_short, fmt::format("At least {} characters.", kNewPasswordLeast));
  }
  if (characters > kPasswordMost) {
    return fail_field(kField, FieldFault::too_long, fmt::format("At most {} characters.", kPasswordMost));
  }
  if (password.find('\0') != std::string_view::npos)
    return fail_field(kField, FieldFault::invalid, "No NUL characters.");
  if (lower_case(password) == lower_case(username)) return fail_field(kField, FieldFault::invalid, "Not the username.");
  if (is_repetition(password) || is_run(password) || is_common(password)) {
    return fail_field(kField, FieldFault::too_common, "This password is too easy to guess.");
  }
  return {};
}

PasswordHasher::PasswordHasher(int cost) : cost_(cost), prefix_(fmt::format("$2b${:02}$", cost)) {
  assert(cost >= kCostLeast && cost <= kCostMost);
}

Result<std::string> PasswordHasher::hash(std::string_view password) const {
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> salt{};
  // With a null pointer, libxcrypt takes the random bytes from the system.
  if (crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost_), nullptr, 0, salt.data(),
                       static_cast<int>(salt.size())) == nullptr) {
    return fail(ErrorCode::internal, "The system gave no randomness for a salt.");
  }
  std::string hash = bcrypt(phrase_for(password), salt.data());
  if (hash.empty()) return fail(ErrorCode::internal, "The password could not be hashed.");
  return hash;
}

bool PasswordHasher::verify(std::string_view password, std::string_view hash) const {
  // The refusal of a text that is no hash takes as long as any other.
  if (!is_bcrypt_hash(hash)) {
    verify_nothing(password);
    return false;
  }
  const auto is_of = [&](std::string_view phrase) {
    const std::string computed = bcrypt(phrase, std::string(hash));
    return !computed.empty() && constant_time_equal(computed, hash);
  };
  const std::string phrase = phrase_for(password);
  // Hashes from before passwords were normalized are of the text as it was typed.
  return is_of(phrase) || (phrase != password && !is_cut_off(password) && is_of(password));
}

bool PasswordHasher::needs_rehash(std::string_view hash) const {
  return !is_bcrypt_hash(hash) || !hash.starts_with(prefix_);
}

void PasswordHasher::verify_nothing(std::string_view password) const {
  constexpr std::string_view kSalt = "......................";
  const std::string phrase = phrase_for(password);
  bcrypt(phrase, prefix_ + std::string(kSalt));
  if (phrase != password && !is_cut_off(password)) bcrypt(password, prefix_ + std::string(kSalt));
}

}  // namespace parley
