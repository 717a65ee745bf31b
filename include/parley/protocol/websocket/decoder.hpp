// What a WebSocket client sends, as bytes in any portions, read as messages (RFC 6455 §5, §7, §8; RFC 7692 where
// deflate was agreed on). A state machine without I/O. Owned by one connection, used on its loop only. Between messages
// it holds no memory but itself.
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
    text,  // payload: a whole message, valid UTF-8
    binary,  // payload: a whole message
    ping,  // payload: to be sent back in a pong
    pong,
    close,  // code: what close_reply() takes, no_status when there was none; payload: the reason, valid UTF-8
    error,  // the client broke the rules. code, payload: what to close the connection with
  };

  Kind kind;
  CloseCode code;  // of close and error
  std::string_view payload;
};

struct Fault;
struct FrameHeader;

class Decoder {
 public:
  struct Options {
    std::size_t message_limit;  // bytes of a message, after decompression; one more is message_too_big
    bool deflate = false;  // permessage-deflate was agreed on
  };

  explicit Decoder(Options options);
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  ~Decoder();

  // Takes bytes from the front of `input`, which it unmasks in place, up to the next event. Nothing when it needs more
  // bytes than there are: `input` is empty then. So the caller loops until there is no event. The payload of an event
  // lies in `input` where a message arrived whole, else in the decoder: it is valid until the next call, and as long
  // as those bytes are. After `close` and `error` nothing is taken and no event follows.
  std::optional<Event> next(std::span<char>& input);

  // After `close` or `error`.
  bool is_finished() const { return finished_; }

  // Whether nothing is kept: no frame and no message is half received.
  bool is_idle() const { return progress_ == nullptr; }

 private:
  struct Frame;
  struct Progress;
  template <class T>
  using Step = std::expected<std::optional<T>, Fault>;  // nothing when more bytes are needed

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
  std::unique_ptr<Progress> progress_;  // only while something is half received, or was just delivered from it
  bool deflate_;
  bool finished_ = false;
};

}  // namespace parley::ws
