#include <parley/protocol/websocket/handshake.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace parley::ws {
namespace {

TEST(Handshake, the_accept_key_is_that_of_section_1_3) {
  EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, section_4_1_a_key_is_sixteen_bytes_in_canonical_base64) {
  EXPECT_TRUE(is_valid_key("dGhlIHNhbXBsZSBub25jZQ=="));
  EXPECT_TRUE(is_valid_key("AAAAAAAAAAAAAAAAAAAAAA=="));
  EXPECT_TRUE(is_valid_key("/+/+/+/+/+/+/+/+/+/+/w=="));
  for (const std::string_view key : {
           "",                           // no key
           "dGhlIHNhbXBsZSBub25jZQ",     // no padding
           "dGhlIHNhbXBsZSBub25jZQ=",    // half of the padding
           "dGhlIHNhbXBsZSBub25jZQ===",  // too much padding
           "dGhlIHNhbXBsZSBub25jZR==",   // bits after the sixteenth byte are set
           "dGhlIHNhbXBsZSBub25jZWU=",   // 17 bytes
           "dGhlIHNhbXBsZSBub25j",       // 15 bytes
           "dGhlIHNhbXBsZSBub25j====",   // padding in place of data
           "dGhlIHNhbXBsZSBub2_jZQ==",   // the alphabet for URLs
           "dGhlIHNhbXBsZSBub2 jZQ==",   // a space
           " GhlIHNhbXBsZSBub25jZQ==",
           "dGhlIHNhbXBsZSBub25jZQ=A",
       }) {
    EXPECT_FALSE(is_valid_key(key)) << key;
  }
}

constexpr std::string_view kPlain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

struct Offer {
  std::string_view name;
  std::string_view offered;
  std::string response;  // empty if the handshake is refused
  int server_window_bits = 15;
};

std::string plain_with(std::string_view parameter) { return std::string(kPlain) + "; " + std::string(parameter); }

TEST(Handshake, deflate_offers_are_answered_as_rfc_7692_section_7_1_says) {
  const std::vector<Offer> offers{
      {"7.1 bare", "permessage-deflate", std::string(kPlain)},
      {"7.1.1.1", "permessage-deflate; server_no_context_takeover", std::string(kPlain)},
      {"7.1.1.2", "permessage-deflate; client_no_context_takeover", std::string(kPlain)},
      {"7.1.2.1", "permessage-deflate; server_max_window_bits=10", plain_with("server_max_window_bits=10"), 10},
      {"7.1.2.1 smallest", "permessage-deflate; server_max_window_bits=8", plain_with("server_max_window_bits=8"), 8},
      {"7.1.2.1 largest", "permessage-deflate; server_max_window_bits=15", plain_with("server_max_window_bits=15"), 15},
      {"7.1.2.1 quoted", "permessage-deflate; server_max_window_bits=\"12\"", plain_with("server_max_window_bits=12"),
       12},
      {"7.1.2.2 hint without value", "permessage-deflate; client_max_window_bits", std::string(kPlain)},
      {"7.1.2.2 hint with value", "permessage-deflate; client_max_window_bits=8", std::string(kPlain)},
      {"all together, as browsers space it",
       "permessage-deflate ;client_max_window_bits;\tserver_no_context_takeover; server_max_window_bits = 15",
       plain_with("server_max_window_bits=15")},
      {"other extensions around it", "x-webkit; mux=1, permessage-deflate, bbf-usp", std::string(kPlain)},
      {"the second offer where the first cannot be met",
       "permessage-deflate; server_max_window_bits=7, permessage-deflate; client_max_window_bits", std::string(kPlain)},
      {"the first offer where both can be met", "permessage-deflate; server_max_window_bits=9, permessage-deflate",
       plain_with("server_max_window_bits=9"), 9},

      {"not offered", "permessage-bzip2", ""},
      {"no extension at all", "", ""},
      {"name in capitals", "Permessage-Deflate", ""},
      {"7.1 unknown parameter", "permessage-deflate; level=9", ""},
      {"7.1 repeated parameter", "permessage-deflate; client_max_window_bits; client_max_window_bits", ""},
      {"7.1.1.1 with a value", "permessage-deflate; server_no_context_takeover=1", ""},
      {"7.1.1.2 with a value", "permessage-deflate; client_no_context_takeover=true", ""},
      {"7.1.2.1 without a value", "permessage-deflate; server_max_window_bits", ""},
      {"7.1.2.1 too small", "permessage-deflate; server_max_window_bits=7", ""},
      {"7.1.2.1 too large", "permessage-deflate; server_max_window_bits=16", ""},
      {"7.1.2.1 leading zero", "permessage-deflate; server_max_window_bits=08", ""},
      {"7.1.2.1 no number", "permessage-deflate; server_max_window_bits=x", ""},
      {"7.1.2.2 too large", "permessage-deflate; client_max_window_bits=16", ""},
      {"9.1 no name", "; client_max_window_bits", ""},
      {"9.1 no parameter", "permessage-deflate;", ""},
      {"9.1 no value", "permessage-deflate; server_max_window_bits=", ""},
      {"9.1 unterminated quote", "permessage-deflate; server_max_window_bits=\"12", ""},
      {"9.1 quoted value that is no token", "permessage-deflate; server_max_window_bits=\"1 2\"", ""},
      {"9.1 quoted emptiness", "permessage-deflate; server_max_window_bits=\"\"", ""},
      {"9.1 two names", "permessage-deflate client_max_window_bits", ""},
      {"9.1 an element that is no token", "permessage-deflate, @", ""},
      {"9.1 ends in a comma", "permessage-deflate,", ""},
  };
  for (const Offer& offer : offers) {
    const auto agreement = negotiate_deflate(offer.offered);
    EXPECT_EQ(agreement ? agreement->response : "", offer.response) << offer.name;
    if (agreement) {
      EXPECT_EQ(agreement->window.bits, offer.server_window_bits) << offer.name;
    }
  }
}

TEST(Handshake, a_client_with_a_small_window_gets_only_small_messages_compressed) {
  const DeflateWindow small{9};
  EXPECT_TRUE(small.allows(512));
  EXPECT_FALSE(small.allows(513));
  EXPECT_TRUE(DeflateWindow{}.allows(1'000'000));
}

}  // namespace
}  // namespace parley::ws
