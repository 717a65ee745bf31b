// Promises of the decoder for any sequence of frames, any bytes and any cuts.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/protocol/utf8.hpp>
#include <parley/protocol/websocket/decoder.hpp>
#include <parley/protocol/websocket/deflate.hpp>

#include "client.hpp"

namespace parley::ws {
namespace {

using Kind = Event::Kind;

constexpr Decoder::Options kOptions{.message_limit = 100'000, .deflate = true};

// What a correct client sends, and the events that the server must see.
struct Conversation {
  std::string bytes;
  std::vector<Seen> events;
};

std::array<char, 4> any_key() { return *rc::gen::arbitrary<std::array<char, 4>>(); }

std::string any_payload() {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  const auto times = *rc::gen::weightedElement<int>({{10, 1}, {2, 30}, {1, 2000}});
  std::string payload;
  for (int i = 0; i < times && payload.size() < 70'000; ++i) {
    payload += bytes;
  }
  return payload;
}

// Returns text in several scripts, so that cuts fall inside characters.
std::string any_text() {
  const auto characters = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "Hello", "\xc3\xa9", "\xe2\x82\xac", "\xed\x9f\xbf", "\xf0\x9f\x91\x8b", "\xf4\x8f\xbf\xbf"));
  std::string text;
  for (const std::string& character : characters) {
    text += character;
  }
  return text;
}

void append_control(Conversation& conversation) {
  const bool ping = *rc::gen::arbitrary<bool>();
  const std::string payload = any_payload().substr(0, kControlPayloadLimit);
  conversation.bytes +=
      encode({.opcode = ping ? Opcode::ping : Opcode::pong, .payload = payload, .masking_key = any_key()});
  conversation.events.push_back({ping ? Kind::ping : Kind::pong, payload});
}

void append_message(Conversation& conversation) {
  const bool text = *rc::gen::arbitrary<bool>();
  const bool compressed = *rc::gen::arbitrary<bool>();
  const std::string message = text ? any_text() : any_payload();
  const Opcode opcode = text ? Opcode::text : Opcode::binary;
  const std::string payload = compressed ? compress(message) : message;
  const auto fragments = *rc::gen::inRange<std::size_t>(1, 5);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < fragments; ++i) {
    const bool last = i + 1 == fragments;
    const std::size_t end = last ? payload.size() : *rc::gen::inRange(begin, payload.size() + 1);
    conversation.bytes += encode({.opcode = i > 0 ? Opcode::continuation : opcode,
                                  .payload = payload.substr(begin, end - begin),
                                  .final = last,
                                  .reserved = static_cast<std::uint8_t>(compressed && i == 0 ? 4 : 0),
                                  .masking_key = any_key()});
    begin = end;
    while (!last && *rc::gen::weightedElement<bool>({{3, false}, {1, true}})) {
      append_control(conversation);
    }
  }
  conversation.events.push_back({text ? Kind::text : Kind::binary, message});
}

Conversation any_conversation() {
  Conversation conversation;
  const auto steps = *rc::gen::inRange(0, 8);
  for (int i = 0; i < steps; ++i) {
    *rc::gen::arbitrary<bool>() ? append_message(conversation) : append_control(conversation);
  }
  if (*rc::gen::arbitrary<bool>()) {
    conversation.bytes += encode({.opcode = Opcode::close, .payload = "\x03\xe8"});
    conversation.events.push_back({Kind::close, "", CloseCode::normal});
  }
  return conversation;
}

std::vector<std::size_t> any_cuts(std::size_t size) {
  auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, size + 1));
  std::ranges::sort(cuts);
  return cuts;
}

TEST(DecoderProperty, a_valid_conversation_is_understood_however_it_is_cut) {
  EXPECT_TRUE(rc::check([] {
    const Conversation conversation = any_conversation();
    RC_ASSERT(decode(Decoder(kOptions), conversation.bytes) == conversation.events);
    RC_ASSERT(decode(Decoder(kOptions), conversation.bytes, any_cuts(conversation.bytes.size())) ==
              conversation.events);
    RC_ASSERT(decode_bytewise(Decoder(kOptions), conversation.bytes) == conversation.events);
  }));
}

TEST(DecoderProperty, a_damaged_conversation_gives_the_same_events_however_it_is_cut) {
  EXPECT_TRUE(rc::check([] {
    std::string bytes = any_conversation().bytes;
    if (!bytes.empty()) {
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    }
    const auto whole = decode(Decoder(kOptions), bytes);
    RC_ASSERT(decode(Decoder(kOptions), bytes, any_cuts(bytes.size())) == whole);
    RC_ASSERT(decode_bytewise(Decoder(kOptions), bytes) == whole);
  }));
}

TEST(DecoderProperty, any_bytes_give_only_valid_events_and_none_after_the_end) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const auto seen = decode(Decoder({.message_limit = 50, .deflate = true}), bytes);
    for (const Seen& event : seen) {
      const bool last = event.kind == Kind::close || event.kind == Kind::error;
      RC_ASSERT(!last || &event == &seen.back());
      RC_ASSERT(event.kind != Kind::text || is_utf8(event.payload));
      RC_ASSERT(last || event.payload.size() <= kControlPayloadLimit);
    }
  }));
}

TEST(DecoderProperty, unmasking_is_right_for_every_length_key_and_cut) {
  for (std::size_t size = 0; size < 64; ++size) {
    std::string payload(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
      payload[i] = static_cast<char>(i * 37);
    }
    const std::string bytes = encode({.opcode = Opcode::binary, .payload = payload});
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      ASSERT_EQ(decode(Decoder(kOptions), bytes, {cut}), (std::vector<Seen>{{Kind::binary, payload}}))
          << size << ' ' << cut;
    }
  }
}

}  // namespace
}  // namespace parley::ws
