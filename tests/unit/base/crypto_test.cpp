#include <parley/base/crypto.hpp>

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text.push_back(kDigits[value >> 4]);
    text.push_back(kDigits[value & 0xf]);
  }
  return text;
}

// The examples of FIPS 180-4, as NIST publishes them.
TEST(Crypto, sha256_gives_the_standards_digests) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231 §4.2, §4.3, §4.4 and §4.7. The last one's key is longer than a block.
// Test case 3 of RFC 5869, appendix A.3, has neither salt nor info.
TEST(Crypto, hkdf_sha256_gives_the_rfcs_bytes) {
  const std::string secret(22, '\x0b');
  EXPECT_EQ(hex(hkdf_sha256(secret, "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  EXPECT_NE(hkdf_sha256(secret, "one purpose", 32), hkdf_sha256(secret, "another", 32));
}

TEST(Crypto, hmac_sha256_gives_the_rfcs_codes) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// All calls share one context, in which the key of an earlier call must not remain.
TEST(Crypto, an_empty_key_is_a_key_of_its_own) {
  const std::string with_empty_key = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_EQ(hex(hmac_sha256("", "")), with_empty_key);
  hmac_sha256("another key", "data");
  EXPECT_EQ(hex(hmac_sha256({}, {})), with_empty_key);
}

// RFC 7515 appendix A.1: the key, the signing input and the signature of a real token.
TEST(Crypto, the_rfcs_example_token_has_the_rfcs_signature) {
  const auto key =
      base64url_decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  ASSERT_TRUE(key);
  EXPECT_EQ(base64url_encode(hmac_sha256(
                *key,
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ")),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

// The examples of RFC 4648 §10, without their padding.
TEST(Base64url, gives_the_rfcs_texts) {
  EXPECT_EQ(base64url_encode(""), "");
  EXPECT_EQ(base64url_encode("f"), "Zg");
  EXPECT_EQ(base64url_encode("fo"), "Zm8");
  EXPECT_EQ(base64url_encode("foo"), "Zm9v");
  EXPECT_EQ(base64url_encode("foob"), "Zm9vYg");
  EXPECT_EQ(base64url_encode("fooba"), "Zm9vYmE");
  EXPECT_EQ(base64url_encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64url_encode("\xfb\xff\xbf"), "-_-_");
}

TEST(Base64url, bytes_come_back_from_their_text) {
  EXPECT_TRUE(
      rc::check([](const std::string& bytes) { RC_ASSERT(base64url_decode(base64url_encode(bytes)) == bytes); }));
}

TEST(Base64url, bytes_have_one_text_only) {
  EXPECT_TRUE(rc::check([] {
    const auto digit =
        rc::gen::elementOf(std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"));
    const auto text = *rc::gen::container<std::string>(digit);
    const auto bytes = base64url_decode(text);
    if (bytes) RC_ASSERT(base64url_encode(*bytes) == text);
  }));
}

TEST(Base64url, refuses_whatever_it_does_not_write) {
  const std::vector<std::string> refused = {
      "Zg==",      "Zg=",    "Zm8=",   "Z",  "Zm9vY", "Zm9+",  "Zm9/",    " Zm9v",
      "Zm9v ",     "Zm\n9v", "Zm9v\n", "Zh", "Zm9",   "Zm9v.", "Zm9v%3D", std::string("Zm9v\0", 5),
      "Zm\xc3\xa4"};
  for (const std::string& text : refused) EXPECT_FALSE(base64url_decode(text)) << text;
}

TEST(Crypto, constant_time_equal_is_equality) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(rc::check([](const std::string& left, const std::string& right) {
    RC_ASSERT(constant_time_equal(left, right) == (left == right));
    RC_ASSERT(constant_time_equal(left, std::string(left)));
    RC_ASSERT(!constant_time_equal(left, left + "x"));
  }));
}

TEST(Crypto, random_tokens_have_the_size_asked_for_and_never_repeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = random_token(32);
    EXPECT_EQ(base64url_decode(token).value_or("").size(), 32U);
    EXPECT_TRUE(seen.insert(token).second);
  }
  EXPECT_EQ(random_token(0), "");
}

}  // namespace
}  // namespace parley
