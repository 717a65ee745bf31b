// The bytes that wait to be written to one client, in order and up to a limit. The pieces are shared, because many
// clients get the same event. An empty queue holds little memory. Pure; owned by the client's connection, on its loop.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

using SharedBytes = std::shared_ptr<const std::string>;

class OutboundQueue {
 public:
  explicit OutboundQueue(std::size_t byte_limit) : byte_limit_(byte_limit) {}

  // Adds a piece. Returns false, and adds nothing, if the queue would become longer than its limit. An empty queue
  // takes a piece of any size.
  [[nodiscard]] bool push(SharedBytes bytes);
  // Adds the last piece, such as a close frame, even beyond the limit.
  void push_last(SharedBytes bytes);
  bool is_empty() const { return head_ == pieces_.size(); }
  std::size_t bytes() const { return bytes_; }

  // Writes views of the first pieces to `out`, as many as it has room for, and returns their number.
  std::size_t gather(std::span<std::string_view> out) const;
  // Removes the first `count` bytes, which have been written. Returns the number of pieces that this completed.
  std::size_t consume(std::size_t count);
  // Drops all pieces except one that has been written in part: a frame that has begun must end.
  void clear_unwritten();

 private:
  std::size_t byte_limit_;
  std::size_t bytes_ = 0;
  std::size_t head_ = 0;     // index of the first piece not fully written
  std::size_t written_ = 0;  // the number of bytes of that piece that are written
  std::vector<SharedBytes> pieces_;
};

}  // namespace parley
