// Whatever a client sends, in any portions: the decoder does not crash, gives the same events as for the bytes in one
// piece, only valid text, nothing above the limit and nothing after the end. The first byte of an input chooses the
// options, the second seeds the cuts; the rest is what the client sends.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/protocol/utf8.hpp>
#include <parley/protocol/websocket/decoder.hpp>
#include <parley/protocol/websocket/deflate.hpp>
#include <parley/protocol/websocket/frame.hpp>

namespace {

using parley::CloseCode;
using parley::ws::Decoder;
using parley::ws::Event;

struct Seen {
  Event::Kind kind;
  CloseCode code;
  std::string payload;
  friend bool operator==(const Seen&, const Seen&) = default;
};

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(const Event& event, std::size_t message_limit) {
  switch (event.kind) {
    case Event::Kind::text: require(parley::is_utf8(event.payload)); [[fallthrough]];
    case Event::Kind::binary: require(event.payload.size() <= message_limit); break;
    case Event::Kind::ping:
    case Event::Kind::pong: require(event.payload.size() <= parley::ws::kControlPayloadLimit); break;
    case Event::Kind::close:
    case Event::Kind::error:
      require(event.payload.size() <= parley::ws::kCloseReasonLimit && parley::is_utf8(event.payload));
      break;
  }
}

// The portion gets memory of its own, so that the sanitizer sees a step outside it.
void feed(Decoder& decoder, std::string_view portion, std::size_t message_limit, std::vector<Seen>& seen) {
  std::vector<char> bytes(portion.begin(), portion.end());
  std::span<char> input(bytes);
  while (const auto event = decoder.next(input)) {
    require(seen.empty() || (seen.back().kind != Event::Kind::close && seen.back().kind != Event::Kind::error));
    check(*event, message_limit);
    seen.push_back({event->kind, event->code, std::string(event->payload)});
  }
  require(input.empty() || decoder.is_finished());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::size_t message_limit = (data[0] & 2) != 0 ? 64 : 65536;
  const Decoder::Options options{.message_limit = message_limit, .deflate = (data[0] & 1) != 0};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);

  std::vector<Seen> whole;
  Decoder first(options);
  feed(first, bytes, message_limit, whole);

  std::vector<Seen> cut;
  Decoder second(options);
  std::uint32_t state = data[1];
  for (std::size_t at = 0; at < bytes.size();) {
    state = state * 1664525 + 1013904223;
    const std::size_t portion = 1 + (state >> 24) % 16;
    feed(second, bytes.substr(at, portion), message_limit, cut);
    at += portion;
  }
  require(whole == cut && first.is_finished() == second.is_finished());
  return 0;
}
