// What waits to be written to one client: shared bytes in order, bounded by their size. Pure; owned by the client's
// connection, on its loop. Empty, it holds no memory.
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

  // False when that would go over the bound: nothing was queued. One piece always fits into an empty queue.
  [[nodiscard]] bool push(SharedBytes bytes);
  // The last thing to be said, whatever the bound.
  void push_last(SharedBytes bytes);
  bool is_empty() const { return head_ == pieces_.size(); }
  std::size_t bytes() const { return bytes_; }

  // Views of the first pieces, as many as `out` has room for; gives their number.
  std::size_t gather(std::span<std::string_view> out) const;
  // The first `count` bytes have been written. Gives the number of pieces that this completed.
  std::size_t consume(std::size_t count);
  // Drops what has not begun to be written.
  void clear_unwritten();

 private:
  std::size_t byte_limit_;
  std::size_t bytes_ = 0;
  std::size_t head_ = 0;     // index of the first piece not fully written
  std::size_t written_ = 0;  // bytes of that piece which are
  std::vector<SharedBytes> pieces_;
};

}  // namespace parley
