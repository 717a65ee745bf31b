#include <parley/protocol/websocket/decoder.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <parley/protocol/utf8.hpp>
#include <parley/protocol/websocket/deflate.hpp>

#include "protocol/websocket/frame_header.hpp"

namespace parley::ws {
namespace {

// Returns the limit for the compressed payload. Deflate makes data that it cannot compress a little longer, and a
// message within the limit must not fail for that reason.
std::uint64_t compressed_limit(std::size_t message_limit) { return std::uint64_t{message_limit} / 16 * 17 + 64; }

std::unexpected<Fault> broken(std::string_view reason) {
  return std::unexpected(Fault{CloseCode::protocol_error, reason});
}

std::unexpected<Fault> not_utf8() {
  return std::unexpected(Fault{CloseCode::invalid_payload, "a text message must be UTF-8"});
}

std::unexpected<Fault> too_big() {
  return std::unexpected(Fault{CloseCode::message_too_big, "the message is longer than the server accepts"});
}

Event message_event(Opcode opcode, std::string_view payload) {
  return {opcode == Opcode::text ? Event::Kind::text : Event::Kind::binary, CloseCode::no_status, payload};
}

// Returns whether a close frame may contain this code (RFC 6455 §7.4). The codes 1000 to 2999 belong to the standard,
// which has defined them up to 1014; 1004, 1005, 1006 and 1015 must not be sent. The codes 3000 to 4999 belong to
// libraries and applications.
bool may_be_received(unsigned code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

// Reads the payload of a close frame (RFC 6455 §5.5.1): nothing, or a code of two bytes and a reason in UTF-8.
std::expected<Event, Fault> close_event(std::string_view payload) {
  if (payload.empty()) {
    return Event{Event::Kind::close, CloseCode::no_status, {}};
  }
  if (payload.size() == 1) {
    return broken("a close code has two bytes");
  }
  const unsigned code =
      static_cast<unsigned>(static_cast<std::uint8_t>(payload[0])) << 8 | static_cast<std::uint8_t>(payload[1]);
  if (!may_be_received(code)) {
    return broken("a close code that may not be sent");
  }
  const std::string_view reason = payload.substr(2);
  if (!is_utf8(reason)) {
    return std::unexpected(Fault{CloseCode::invalid_payload, "a close reason must be UTF-8"});
  }
  return Event{Event::Kind::close, CloseCode{static_cast<std::uint16_t>(code)}, reason};
}

std::expected<Event, Fault> control_event(Opcode opcode, std::string_view payload) {
  if (opcode == Opcode::close) {
    return close_event(payload);
  }
  return Event{opcode == Opcode::ping ? Event::Kind::ping : Event::Kind::pong, CloseCode::no_status, payload};
}

}  // namespace

// A frame that has a complete header and may lack a part of its payload.
struct Decoder::Frame {
  FrameHeader header;
  std::uint64_t received = 0;  // bytes of the payload that have arrived

  bool is_complete() const { return received == header.payload_size; }
};

// Holds everything that is partly received. It exists only when it is needed, since most messages arrive whole.
struct Decoder::Progress {
  // The first bytes of a frame that has no complete header yet.
  std::array<char, kClientHeaderLimit> header_bytes{};
  std::size_t header_size = 0;

  std::optional<Frame> frame;  // the frame that lacks a part of its payload
  std::string control;  // the payload of a control frame, which may come between the frames of a message

  Opcode message_opcode = Opcode::continuation;  // `continuation` means that no message is partly received
  bool message_compressed = false;
  Utf8Validator utf8;
  std::string message;

  std::string delivered;  // the bytes to which the last event's payload refers

  bool is_idle() const { return header_size == 0 && !frame && message_opcode == Opcode::continuation; }
};

Decoder::Decoder(Options options) : message_limit_(options.message_limit), deflate_(options.deflate) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

std::optional<Event> Decoder::next(std::span<char>& input) {
  release_delivered();
  while (!finished_) {
    // 1. Complete a frame's header, or go on with the frame that lacks a part of its payload.
    const auto frame = read_header(input);
    if (frame && !*frame) {
      return std::nullopt;
    }
    // 2. Read as much of its payload as there is.
    const auto event = frame ? read_payload(**frame, input) : std::unexpected(frame.error());
    if (!event) {
      finished_ = true;
      return Event{Event::Kind::error, event.error().code, event.error().reason};
    }
    if (*event) {
      finished_ = (*event)->kind == Event::Kind::close;
      return *event;
    }
    // 3. There is no event yet. Stop if the frame needs more bytes; otherwise it was a fragment, and the next frame
    // follows.
    if (progress_->frame) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

Decoder::Progress& Decoder::progress() {
  if (!progress_) {
    progress_ = std::make_unique<Progress>();
  }
  return *progress_;
}

// Frees the memory that the last event's payload referred to.
void Decoder::release_delivered() {
  if (!progress_) {
    return;
  }
  if (finished_ || progress_->is_idle()) {
    progress_.reset();
  } else {
    progress_->delivered = {};
  }
}

Decoder::Step<Decoder::Frame> Decoder::read_header(std::span<char>& input) {
  if (progress_ && progress_->frame) {
    return progress_->frame;
  }
  if (progress_ && progress_->header_size > 0) {
    return continue_header(input);
  }
  // In most cases the whole header is in `input` and is read there.
  const auto header = parse_header(input);
  if (!header) {
    return std::unexpected(header.error());
  }
  if (*header) {
    input = input.subspan((*header)->size);
    return begin_frame(**header);
  }
  if (!input.empty()) {
    std::ranges::copy(input, progress().header_bytes.begin());
    progress_->header_size = input.size();
    input = {};
  }
  return std::nullopt;
}

// Adds bytes to a header that arrived in part, one at a time, so that no byte of the payload is taken with them.
Decoder::Step<Decoder::Frame> Decoder::continue_header(std::span<char>& input) {
  while (!input.empty()) {
    progress_->header_bytes[progress_->header_size++] = input.front();
    input = input.subspan(1);
    const auto header = parse_header(std::span(progress_->header_bytes).first(progress_->header_size));
    if (!header) {
      return std::unexpected(header.error());
    }
    if (*header) {
      progress_->header_size = 0;
      return begin_frame(**header);
    }
  }
  return std::nullopt;
}

// Checks the rules that depend on earlier frames: fragmentation (RFC 6455 §5.4), RSV1 (RFC 7692 §6.1) and the size of
// the whole message.
Decoder::Step<Decoder::Frame> Decoder::begin_frame(const FrameHeader& header) const {
  const bool is_first = header.opcode == Opcode::text || header.opcode == Opcode::binary;
  if (header.compressed && !(deflate_ && is_first)) {
    return broken("a reserved bit is set");
  }
  if (is_control(header.opcode)) {
    return Frame{header};
  }
  const bool has_open_message = progress_ && progress_->message_opcode != Opcode::continuation;
  if (is_first && has_open_message) {
    return broken("a message began before the last one ended");
  }
  if (!is_first && !has_open_message) {
    return broken("a continuation of no message");
  }
  const bool compressed = is_first ? header.compressed : progress_->message_compressed;
  const std::uint64_t limit = compressed ? compressed_limit(message_limit_) : message_limit_;
  const std::uint64_t size = is_first ? 0 : progress_->message.size();
  if (header.payload_size > limit - size) {
    return too_big();
  }
  return Frame{header};
}

// Takes the bytes of the frame's payload that are in `input`, and unmasks them where they are.
Decoder::Step<Event> Decoder::read_payload(Frame frame, std::span<char>& input) {
  const std::size_t size = std::min<std::uint64_t>(frame.header.payload_size - frame.received, input.size());
  const std::span<char> chunk = input.first(size);
  input = input.subspan(size);
  unmask(chunk, frame.header.masking_key, frame.received);
  frame.received += size;
  if (!frame.is_complete()) {
    progress().frame = frame;
  } else if (progress_) {
    progress_->frame.reset();
  }
  const std::string_view bytes(chunk.data(), chunk.size());
  return is_control(frame.header.opcode) ? read_control(frame, bytes) : read_message(frame, bytes);
}

// Returns the event of a control frame, directly from the input if its payload arrived whole.
Decoder::Step<Event> Decoder::read_control(const Frame& frame, std::string_view chunk) {
  if (chunk.size() == frame.header.payload_size) {
    return control_event(frame.header.opcode, chunk);
  }
  progress().control += chunk;
  if (!frame.is_complete()) {
    return std::nullopt;
  }
  progress_->delivered = std::exchange(progress_->control, {});
  return control_event(frame.header.opcode, progress_->delivered);
}

Decoder::Step<Event> Decoder::read_message(const Frame& frame, std::string_view chunk) {
  // 1. A message in one frame that arrived whole needs no copy.
  const bool is_first = frame.header.opcode != Opcode::continuation;
  if (is_first && frame.header.final && chunk.size() == frame.header.payload_size) {
    return deliver_whole(frame.header, chunk);
  }
  // 2. Otherwise the bytes are collected. Plain text is validated at once, so that invalid UTF-8 is refused before the
  // message is complete (RFC 6455 §8.1).
  if (is_first) {
    progress().message_opcode = frame.header.opcode;
    progress_->message_compressed = frame.header.compressed;
  }
  const bool is_plain_text = progress_->message_opcode == Opcode::text && !progress_->message_compressed;
  if (is_plain_text && !progress_->utf8.consume(chunk)) {
    return not_utf8();
  }
  progress_->message += chunk;
  // 3. The message is complete with the last byte of its final frame.
  if (!frame.is_complete() || !frame.header.final) {
    return std::nullopt;
  }
  return deliver_kept();
}

Decoder::Step<Event> Decoder::deliver_whole(const FrameHeader& header, std::string_view payload) {
  if (progress_) {
    progress_->message_opcode = Opcode::continuation;  // it was set if the header arrived before the payload
  }
  if (header.compressed) {
    return deliver_compressed(header.opcode, payload);
  }
  if (header.opcode == Opcode::text && !is_utf8(payload)) {
    return not_utf8();
  }
  return message_event(header.opcode, payload);
}

// Delivers the message that was collected from several chunks.
Decoder::Step<Event> Decoder::deliver_kept() {
  const Opcode opcode = std::exchange(progress_->message_opcode, Opcode::continuation);
  const Utf8Validator utf8 = std::exchange(progress_->utf8, {});
  std::string message = std::exchange(progress_->message, {});
  if (progress_->message_compressed) {
    return deliver_compressed(opcode, message);
  }
  if (!utf8.is_complete()) {
    return not_utf8();
  }
  progress_->delivered = std::move(message);
  return message_event(opcode, progress_->delivered);
}

// Decompresses a whole message. Text is validated only now, since the compressed bytes say nothing about it.
Decoder::Step<Event> Decoder::deliver_compressed(Opcode opcode, std::string_view payload) {
  auto message = decompress(payload, message_limit_);
  if (!message) {
    return message.error() == CloseCode::message_too_big
               ? too_big()
               : std::unexpected(Fault{message.error(), "the message cannot be decompressed"});
  }
  if (opcode == Opcode::text && !is_utf8(*message)) {
    return not_utf8();
  }
  progress().delivered = *std::move(message);
  return message_event(opcode, progress_->delivered);
}

}  // namespace parley::ws
