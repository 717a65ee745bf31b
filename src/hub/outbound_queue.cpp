#include <parley/hub/outbound_queue.hpp>

#include <algorithm>
#include <cassert>

namespace parley {
namespace {

// An empty queue keeps memory for this many pieces, so that a connection in use need not allocate it for every event.
constexpr std::size_t kKeptPieces = 16;

}  // namespace

bool OutboundQueue::push(SharedBytes bytes) {
  if (!is_empty() && bytes_ + bytes->size() > byte_limit_) return false;
  push_last(std::move(bytes));
  return true;
}

void OutboundQueue::push_last(SharedBytes bytes) {
  bytes_ += bytes->size();
  pieces_.push_back(std::move(bytes));
}

std::size_t OutboundQueue::gather(std::span<std::string_view> out) const {
  const std::size_t count = std::min(out.size(), pieces_.size() - head_);
  for (std::size_t i = 0; i < count; ++i) out[i] = *pieces_[head_ + i];
  if (count > 0) out[0].remove_prefix(written_);
  return count;
}

// Completed pieces stay in the vector as null until they are more than half of it. So removing one costs constant time
// on average.
std::size_t OutboundQueue::consume(std::size_t count) {
  assert(count <= bytes_);
  bytes_ -= count;
  written_ += count;
  std::size_t completed = 0;
  while (!is_empty() && written_ >= pieces_[head_]->size()) {
    written_ -= pieces_[head_]->size();
    pieces_[head_++].reset();
    ++completed;
  }
  if (is_empty()) {
    head_ = 0;
    pieces_.clear();
    if (pieces_.capacity() > kKeptPieces) pieces_.shrink_to_fit();
  } else if (head_ > pieces_.size() / 2 && head_ > kKeptPieces) {
    pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
  return completed;
}

void OutboundQueue::clear_unwritten() {
  const std::size_t kept = written_ > 0 ? 1 : 0;
  pieces_.resize(head_ + kept);
  bytes_ = kept ? pieces_[head_]->size() - written_ : 0;
}

}  // namespace parley
