// Stores how far a follower (core/follower.hpp) has come in each conversation. Every follower keeps its progress in its
// own table. A store belongs to one transaction and is used on that transaction's thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <parley/base/ids.hpp>

namespace parley {

struct FollowProgress {
  ConversationId conversation;
  Rev rev;  // The follower has handled every change up to this one.
  friend bool operator==(const FollowProgress&, const FollowProgress&) = default;
};

class FollowProgressStore {
 public:
  virtual ~FollowProgressStore() = default;
  // Returns conversations that have changes beyond the progress, ascending by id, beginning with those greater than
  // `after`.
  virtual std::vector<ConversationId> behind(std::optional<ConversationId> after, std::size_t limit) = 0;
  // Returns rev 0 if the follower has not begun with the conversation.
  virtual Rev progress(ConversationId conversation) = 0;
  // Returns the progress in several conversations, given ascending, and keeps other nodes from changing it until the
  // transaction ends.
  virtual std::vector<FollowProgress> lock_progress(std::span<const ConversationId> conversations) = 0;
  // REQUIRES: this transaction has locked the progress.
  virtual void set_progress(std::span<const FollowProgress> progress) = 0;
};

}  // namespace parley
