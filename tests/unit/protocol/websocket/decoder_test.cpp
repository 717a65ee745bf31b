// The rules of RFC 6455 for what a client sends, one row for each rule, and promises for any input.
#include <parley/protocol/websocket/decoder.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <parley/protocol/websocket/deflate.hpp>

#include "client.hpp"

namespace parley::ws {
namespace {

using namespace std::string_literals;
using Kind = Event::Kind;

constexpr std::size_t kLimit = 100'000;

struct Rule {
  std::string_view name;  // the section of RFC 6455, and the rule
  std::string bytes;
  std::vector<Seen> events;
  std::size_t limit = kLimit;
};

std::string close_payload(unsigned code, std::string_view reason = {}) {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + std::string(reason);
}

std::string close_frame(unsigned code, std::string_view reason = {}) {
  return encode({.opcode = Opcode::close, .payload = close_payload(code, reason)});
}

Seen closed(unsigned code, std::string reason = {}) {
  return {Kind::close, std::move(reason), CloseCode{static_cast<std::uint16_t>(code)}};
}

Seen broken(std::string reason) { return {Kind::error, std::move(reason), CloseCode::protocol_error}; }

const Seen kNotText{Kind::error, "a text message must be UTF-8", CloseCode::invalid_payload};
const Seen kTooBig{Kind::error, "the message is longer than the server accepts", CloseCode::message_too_big};
const std::string kPing = encode({.opcode = Opcode::ping, .payload = "are you there"});
const Seen kPinged{Kind::ping, "are you there"};

std::vector<Rule> framing_rules() {
  return {
      {"5.7 a masked text message", "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s, {{Kind::text, "Hello"}}},
      {"5.7 a fragmented text message",
       encode({{.payload = "Hel", .final = false}, {.opcode = Opcode::continuation, .payload = "lo"}}),
       {{Kind::text, "Hello"}}},
      {"5.7 a kPing and a pong",
       encode({{.opcode = Opcode::ping, .payload = "Hello"}, {.opcode = Opcode::pong, .payload = "Hello"}}),
       {{Kind::ping, "Hello"}, {Kind::pong, "Hello"}}},
      {"5.6 an empty text message", encode({ClientFrame{}}), {{Kind::text, ""}}},
      {"5.6 an empty binary message", encode({.opcode = Opcode::binary}), {{Kind::binary, ""}}},
      {"5.6 binary takes any bytes",
       encode({.opcode = Opcode::binary, .payload = "\xff\xfe\x00"s}),
       {{Kind::binary, "\xff\xfe\x00"s}}},
      {"5.2 length 125", encode({.payload = std::string(125, 'a')}), {{Kind::text, std::string(125, 'a')}}},
      {"5.2 length 126", encode({.payload = std::string(126, 'a')}), {{Kind::text, std::string(126, 'a')}}},
      {"5.2 length 65535", encode({.payload = std::string(65535, 'a')}), {{Kind::text, std::string(65535, 'a')}}},
      {"5.2 length 65536", encode({.payload = std::string(65536, 'a')}), {{Kind::text, std::string(65536, 'a')}}},
      {"5.2 RSV1 without extension", encode({.payload = "a", .reserved = 4}), {broken("a reserved bit is set")}},
      {"5.2 RSV2", encode({.payload = "a", .reserved = 2}), {broken("a reserved bit is set")}},
      {"5.2 RSV3", encode({.payload = "a", .reserved = 1}), {broken("a reserved bit is set")}},
      {"5.2 RSV1 on a ping", encode({.opcode = Opcode::ping, .reserved = 4}), {broken("a reserved bit is set")}},
      {"5.2 opcode 3", encode({.opcode = Opcode{3}}), {broken("unknown opcode")}},
      {"5.2 opcode 7", encode({.opcode = Opcode{7}}), {broken("unknown opcode")}},
      {"5.2 opcode 11", encode({.opcode = Opcode{11}}), {broken("unknown opcode")}},
      {"5.2 opcode 15", encode({.opcode = Opcode{15}}), {broken("unknown opcode")}},
      {"5.2 a short length in two bytes",
       encode({.payload = "a", .length_bytes = 2}),
       {broken("the length must take as few bytes as it can")}},
      {"5.2 a short length in eight bytes",
       encode({.payload = "a", .length_bytes = 8}),
       {broken("the length must take as few bytes as it can")}},
      {"5.2 a two-byte length in eight bytes",
       encode({.payload = std::string(65535, 'a'), .length_bytes = 8}),
       {broken("the length must take as few bytes as it can")}},
      {"5.2 highest bit of the length",
       encode({.claimed_size = std::uint64_t{1} << 63}),
       {broken("the length has its highest bit set")}},
      {"5.1 an unmasked frame",
       encode({.payload = "Hello", .masking_key = std::nullopt}),
       {broken("a client's frame must be masked")}},
      {"5.1 an unmasked control frame",
       encode({.opcode = Opcode::pong, .masking_key = std::nullopt}),
       {broken("a client's frame must be masked")}},
      {"5.3 a masking key of zeros",
       encode({.payload = "Hello", .masking_key = std::array<char, 4>{}}),
       {{Kind::text, "Hello"}}},
  };
}

std::vector<Rule> fragmentation_rules() {
  return {
      {"5.4 many fragments, empty ones among them",
       encode({{.final = false},
               {.opcode = Opcode::continuation, .payload = "a", .final = false},
               {.opcode = Opcode::continuation, .final = false},
               {.opcode = Opcode::continuation, .payload = "b"},
               {.payload = "next"}}),
       {{Kind::text, "ab"}, {Kind::text, "next"}}},
      {"5.4 an empty last fragment",
       encode({{.opcode = Opcode::binary, .payload = "a", .final = false}, {.opcode = Opcode::continuation}}),
       {{Kind::binary, "a"}}},
      {"5.4 control frames between fragments",
       encode({.payload = "Hel", .final = false}) + kPing + encode({.opcode = Opcode::pong}) +
           encode({.opcode = Opcode::continuation, .payload = "lo"}),
       {kPinged, {Kind::pong, ""}, {Kind::text, "Hello"}}},
      {"5.4 a character split between fragments",
       encode({{.payload = "caf\xc3", .final = false}, {.opcode = Opcode::continuation, .payload = "\xa9"}}),
       {{Kind::text, "caf\xc3\xa9"}}},
      {"5.4 a continuation of nothing",
       encode({.opcode = Opcode::continuation, .payload = "a"}),
       {broken("a continuation of no message")}},
      {"5.4 a continuation after the last fragment",
       encode({{.payload = "a", .final = false}, {.opcode = Opcode::continuation}, {.opcode = Opcode::continuation}}),
       {{Kind::text, "a"}, broken("a continuation of no message")}},
      {"5.4 a message inside a message",
       encode({{.payload = "a", .final = false}, {.payload = "b"}}),
       {broken("a message began before the last one ended")}},
      {"5.4 RSV1 without extension on a continuation",
       encode({{.payload = "a", .final = false}, {.opcode = Opcode::continuation, .reserved = 4}}),
       {broken("a reserved bit is set")}},
  };
}

std::vector<Rule> control_rules() {
  return {
      {"5.5 a control frame of 125 bytes",
       encode({.opcode = Opcode::ping, .payload = std::string(125, '\xff')}),
       {{Kind::ping, std::string(125, '\xff')}}},
      {"5.5 a control frame longer than 125 bytes",
       encode({.opcode = Opcode::ping, .payload = std::string(126, 'a')}),
       {broken("a control frame must not be longer than 125 bytes")}},
      {"5.5 a fragmented control frame",
       encode({.opcode = Opcode::ping, .payload = "a", .final = false}),
       {broken("a control frame must not be fragmented")}},
      {"5.5.1 a fragmented close",
       encode({.opcode = Opcode::close, .final = false}),
       {broken("a control frame must not be fragmented")}},
      {"5.5.1 a close without code", encode({.opcode = Opcode::close}), {{Kind::close}}},
      {"5.5.1 a close with code", close_frame(1000), {closed(1000)}},
      {"5.5.1 a close with reason", close_frame(1001, "caf\xc3\xa9"), {closed(1001, "caf\xc3\xa9")}},
      {"5.5.1 the longest reason", close_frame(1000, std::string(123, 'r')), {closed(1000, std::string(123, 'r'))}},
      {"5.5.1 a reason too long",
       close_frame(1000, std::string(124, 'r')),
       {broken("a control frame must not be longer than 125 bytes")}},
      {"5.5.1 a close payload of one byte",
       encode({.opcode = Opcode::close, .payload = "\x03"}),
       {broken("a close code has two bytes")}},
      {"5.5.1 a reason that is not UTF-8",
       close_frame(1000, "\xff"),
       {{Kind::error, "a close reason must be UTF-8", CloseCode::invalid_payload}}},
      {"5.5.1 a reason that ends inside a character",
       close_frame(1000, "caf\xc3"),
       {{Kind::error, "a close reason must be UTF-8", CloseCode::invalid_payload}}},
      {"5.5.1 nothing is read after a close", close_frame(1000) + kPing + encode({.payload = "late"}), {closed(1000)}},
      {"5.5.1 a close inside a message", encode({.payload = "a", .final = false}) + close_frame(1000), {closed(1000)}},
      {"7.1.7 nothing is read after an error", encode({.opcode = Opcode{3}}) + kPing, {broken("unknown opcode")}},
  };
}

std::vector<Rule> close_code_rules() {
  std::vector<Rule> rules;
  for (const unsigned code :
       {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}) {
    rules.push_back({"7.4 a code that may be sent", close_frame(code), {closed(code)}});
  }
  for (const unsigned code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    rules.push_back(
        {"7.4 a code that may not be sent", close_frame(code), {broken("a close code that may not be sent")}});
  }
  return rules;
}

std::vector<Rule> text_rules() {
  return {
      {"8.1 text that is UTF-8",
       encode({.payload = "\xce\xba\xf0\x9f\x91\x8b"}),
       {{Kind::text, "\xce\xba\xf0\x9f\x91\x8b"}}},
      {"8.1 text that is not UTF-8", encode({.payload = "caf\xe9!"}), {kNotText}},
      {"8.1 text that ends inside a character", encode({.payload = "caf\xc3"}), {kNotText}},
      {"8.1 a fragmented message that ends inside a character",
       encode({{.payload = "caf\xc3", .final = false}, {.opcode = Opcode::continuation}}),
       {kNotText}},
      {"8.1 a surrogate split between fragments",
       encode({{.payload = "\xed", .final = false},
               {.opcode = Opcode::continuation, .payload = "\xa0\x80", .final = false}}),
       {kNotText}},
      {"8.1 found in the first fragment, not at the end", encode({.payload = "\xff", .final = false}), {kNotText}},
      {"8.1 found before the frame is complete", encode({.payload = "\xff", .claimed_size = 1000}), {kNotText}},
      {"8.1 a kPing between the bytes of a character",
       encode({.payload = "\xc3", .final = false}) + kPing +
           encode({.opcode = Opcode::continuation, .payload = "\xa9"}),
       {kPinged, {Kind::text, "\xc3\xa9"}}},
  };
}

std::vector<Rule> limit_rules() {
  return {
      {"10.4 a message as long as the limit",
       encode({.payload = std::string(10, 'a')}),
       {{Kind::text, std::string(10, 'a')}},
       10},
      {"10.4 a message longer than the limit", encode({.payload = std::string(11, 'a')}), {kTooBig}, 10},
      {"10.4 found by its header alone", encode({.claimed_size = (std::uint64_t{1} << 63) - 1}), {kTooBig}, 10},
      {"10.4 fragments as long as the limit together",
       encode({{.payload = "aaaaa", .final = false}, {.opcode = Opcode::continuation, .payload = "bbbbb"}}),
       {{Kind::text, "aaaaabbbbb"}},
       10},
      {"10.4 fragments longer than the limit together",
       encode({{.payload = "aaaaa", .final = false}, {.opcode = Opcode::continuation, .claimed_size = 6}}),
       {kTooBig},
       10},
      {"10.4 the limit is each message's own",
       encode({{.payload = "aaaaaaaa"},
               {.payload = "bbbbbbbb", .final = false},
               {.opcode = Opcode::continuation},
               {.payload = "cccccccc"}}),
       {{Kind::text, "aaaaaaaa"}, {Kind::text, "bbbbbbbb"}, {Kind::text, "cccccccc"}},
       10},
      {"10.4 control frames do not count", kPing, {kPinged}, 10},
  };
}

void expect_rules(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    const Decoder::Options options{.message_limit = rule.limit};
    EXPECT_EQ(decode(Decoder(options), rule.bytes), rule.events) << rule.name;
    EXPECT_EQ(decode_bytewise(Decoder(options), rule.bytes), rule.events) << rule.name << ", byte by byte";
    for (std::size_t cut = 1; cut < std::min<std::size_t>(rule.bytes.size(), 300); ++cut) {
      EXPECT_EQ(decode(Decoder(options), rule.bytes, {cut}), rule.events) << rule.name << ", cut at " << cut;
    }
  }
}

TEST(Decoder, framing_follows_sections_5_1_to_5_3) { expect_rules(framing_rules()); }
TEST(Decoder, fragmentation_follows_section_5_4) { expect_rules(fragmentation_rules()); }
TEST(Decoder, control_frames_follow_section_5_5) { expect_rules(control_rules()); }
TEST(Decoder, close_codes_follow_section_7_4) { expect_rules(close_code_rules()); }
TEST(Decoder, text_follows_section_8_1) { expect_rules(text_rules()); }
TEST(Decoder, messages_are_limited_as_section_10_4_advises) { expect_rules(limit_rules()); }

std::vector<Seen> decode_deflated(const std::vector<ClientFrame>& frames, std::size_t limit = kLimit) {
  const std::string bytes = encode(frames);
  const Decoder::Options options{.message_limit = limit, .deflate = true};
  auto seen = decode(Decoder(options), bytes);
  EXPECT_EQ(decode_bytewise(Decoder(options), bytes), seen);
  return seen;
}

TEST(Decoder, rfc_7692_section_7_2_3_1_a_compressed_message_is_read) {
  EXPECT_EQ(decode_deflated({{.payload = "\xf2\x48\xcd\xc9\xc9\x07\x00"s, .reserved = 4}}),
            (std::vector<Seen>{{Kind::text, "Hello"}}));
  EXPECT_EQ(decode_deflated({{.payload = "\xf2\x48\xcd"s, .final = false, .reserved = 4},
                             {.opcode = Opcode::ping, .payload = "are you there"},
                             {.opcode = Opcode::continuation, .payload = "\xc9\xc9\x07\x00"s}}),
            (std::vector<Seen>{kPinged, {Kind::text, "Hello"}}));
}

TEST(Decoder, rfc_7692_section_6_uncompressed_messages_may_come_between_compressed_ones) {
  EXPECT_EQ(
      decode_deflated({{.payload = compress("one"), .reserved = 4},
                       {.payload = "two"},
                       {.opcode = Opcode::binary, .payload = compress("\xff"), .reserved = 4},
                       {.payload = "fo", .final = false},
                       {.opcode = Opcode::continuation, .payload = "ur"}}),
      (std::vector<Seen>{{Kind::text, "one"}, {Kind::text, "two"}, {Kind::binary, "\xff"}, {Kind::text, "four"}}));
}

TEST(Decoder, rfc_7692_section_6_1_the_bit_stands_on_the_first_frame_of_a_message_only) {
  const std::vector<Seen> refused{broken("a reserved bit is set")};
  EXPECT_EQ(decode_deflated(
                {{.payload = "a", .final = false, .reserved = 4}, {.opcode = Opcode::continuation, .reserved = 4}}),
            refused);
  EXPECT_EQ(decode_deflated({{.payload = "a", .final = false}, {.opcode = Opcode::continuation, .reserved = 4}}),
            refused);
  EXPECT_EQ(decode_deflated({{.opcode = Opcode::ping, .reserved = 4}}), refused);
  EXPECT_EQ(decode_deflated({{.opcode = Opcode::close, .reserved = 4}}), refused);
  EXPECT_EQ(decode_deflated({{.payload = "a", .reserved = 6}}), refused);
}

TEST(Decoder, a_compression_bomb_is_too_big_and_garbage_invalid) {
  EXPECT_EQ(decode_deflated({{.payload = compress(std::string(1'000'000, 'a')), .reserved = 4}}),
            std::vector<Seen>{kTooBig});
  EXPECT_EQ(decode_deflated({{.payload = "garbage", .reserved = 4}}),
            (std::vector<Seen>{{Kind::error, "the message cannot be decompressed", CloseCode::invalid_payload}}));
  EXPECT_EQ(decode_deflated({{.payload = compress("caf\xe9"), .reserved = 4}}), std::vector<Seen>{kNotText});
}

TEST(Decoder, a_message_within_the_limit_is_read_though_compression_made_it_longer) {
  const std::string stored = "\x00\x0a\x00\xf5\xff"s + "abcdefghij" + "\x00"s;
  EXPECT_EQ(decode_deflated({{.payload = stored, .reserved = 4}}, 10), (std::vector<Seen>{{Kind::text, "abcdefghij"}}));
  EXPECT_EQ(decode_deflated({{.payload = stored, .reserved = 4}}, 9), std::vector<Seen>{kTooBig});
  EXPECT_EQ(decode_deflated({{.reserved = 4, .claimed_size = 1000}}, 10), std::vector<Seen>{kTooBig})
      << "by its header";
}

TEST(Decoder, a_message_whole_in_one_read_is_not_copied) {
  std::string bytes =
      encode({{.payload = "first"}, {.payload = "second"}, {.opcode = Opcode::ping, .payload = "third"}});
  Decoder decoder({.message_limit = kLimit});
  std::span<char> input(bytes);
  for (const std::string_view expected : {"first", "second", "third"}) {
    const auto event = decoder.next(input);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->payload, expected);
    EXPECT_GE(event->payload.data(), bytes.data());
    EXPECT_LT(event->payload.data(), bytes.data() + bytes.size());
    EXPECT_TRUE(decoder.is_idle());
  }
}

TEST(Decoder, between_messages_it_is_small_and_keeps_nothing) {
  static_assert(sizeof(Decoder) <= 32);
  Decoder decoder({.message_limit = kLimit, .deflate = true});
  std::vector<Seen> seen;
  for (const ClientFrame& frame : {ClientFrame{.payload = std::string(50'000, 'a')},
                                   ClientFrame{.payload = compress(std::string(50'000, 'a')), .reserved = 4},
                                   ClientFrame{.opcode = Opcode::ping, .payload = "ping"}}) {
    const std::string bytes = encode(frame);
    feed(decoder, bytes.substr(0, 1), seen);
    EXPECT_FALSE(decoder.is_idle());
    feed(decoder, bytes.substr(1, 8), seen);
    EXPECT_FALSE(decoder.is_idle());
    feed(decoder, bytes.substr(9), seen);
    EXPECT_TRUE(decoder.is_idle());
  }
  EXPECT_EQ(seen.size(), 3U);
}

TEST(Decoder, after_an_error_it_takes_nothing_and_keeps_nothing) {
  Decoder decoder({.message_limit = kLimit});
  std::vector<Seen> seen;
  feed(decoder, encode({.payload = "half a message", .final = false}), seen);
  EXPECT_FALSE(decoder.is_finished());
  feed(decoder, encode({.payload = "another"}), seen);
  EXPECT_TRUE(decoder.is_finished());
  EXPECT_TRUE(decoder.is_idle());
  std::string more = kPing;
  std::span<char> input(more);
  EXPECT_FALSE(decoder.next(input));
  EXPECT_EQ(input.size(), kPing.size());
}

TEST(Decoder, a_connection_can_be_moved_in_the_middle_of_a_message) {
  const std::string bytes = encode({.payload = "Hello"});
  std::vector<Seen> seen;
  Decoder first({.message_limit = kLimit});
  feed(first, bytes.substr(0, 8), seen);
  Decoder second = std::move(first);
  feed(second, bytes.substr(8), seen);
  EXPECT_EQ(seen, (std::vector<Seen>{{Kind::text, "Hello"}}));
}

}  // namespace
}  // namespace parley::ws
