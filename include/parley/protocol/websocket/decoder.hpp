// Decodes the bytes that a WebSocket client sends, in portions of any size, into messages (RFC 6455 §5, §7, §8, and RFC
// 7692 if deflate was agreed on). It is a state machine without I/O. One connection owns a decoder and uses it on its
// loop only. Between messages it holds no memory of its own on the heap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <parley/protocol/close_code.hpp>
#include <parley/protocol/websocket/frame.hpp>

namespace parley::ws {

struct Event {
  enum class Kind : std::uint8_t {
    text,  // the payload is a whole message in valid UTF-8
    binary,  // the payload is a whole message
    ping,  // the caller must send the payload back in a pong
    pong,
    close,  // the code is for close_reply(), no_status if the frame had none; the payload is the reason in valid UTF-8
    error,  // the client broke the protocol; the caller closes the connection with the code and the payload as reason
  };

  Kind kind;
  CloseCode code;  // set for close and error
  std::string_view payload;
};

struct Fault;
struct FrameHeader;

class Decoder {
 public:
  struct Options {
    std::size_t message_limit;  // bytes of a message after decompression; a longer one is the error message_too_big
    bool deflate = false;  // whether permessage-deflate was agreed on
  };

  explicit Decoder(Options options);
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  ~Decoder();

  // Takes bytes from the front of `input` up to the end of the next event and returns the event. The bytes are unmasked
  // in place. Returns nothing if the event needs more bytes than there are; `input` is empty then. The caller therefore
  // loops until there is no event. The payload of an event lies in `input` if the message arrived whole, otherwise in
  // the decoder; it is valid until the next call, and only as long as the bytes of `input` are. After `close` and
  // `error` no bytes are taken and no event follows.
  std::optional<Event> next(std::span<char>& input);

  // Returns whether a `close` or `error` event was returned.
  bool is_finished() const { return finished_; }

  // Returns whether no frame and no message is partly received. The decoder then holds no bytes.
  bool is_idle() const { return progress_ == nullptr; }

 private:
  struct Frame;
  struct Progress;
  template <class T>
  using Step = std::expected<std::optional<T>, Fault>;  // empty if more bytes are needed

  Progress& progress();
  void release_delivered();
  Step<Frame> read_header(std::span<char>& input);
  Step<Frame> continue_header(std::span<char>& input);
  Step<Frame> begin_frame(const FrameHeader& header) const;
  Step<Event> read_payload(Frame frame, std::span<char>& input);
  Step<Event> read_control(const Frame& frame, std::string_view chunk);
  Step<Event> read_message(const Frame& frame, std::string_view chunk);
  Step<Event> deliver_whole(const FrameHeader& header, std::string_view payload);
  Step<Event> deliver_kept();
  Step<Event> deliver_compressed(Opcode opcode, std::string_view payload);

  std::size_t message_limit_;
  std::unique_ptr<Progress> progress_;  // only while something is partly received, or was just delivered from there
  bool deflate_;
  bool finished_ = false;
};

}  // namespace parley::ws
