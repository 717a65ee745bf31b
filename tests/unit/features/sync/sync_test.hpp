// The fixture of the tests of sync: two users, and a client that asks for pages.
#pragma once

#include "unit/features/service_test.hpp"

namespace parley::testing {

class SyncTest : public ServiceTest {
 protected:
  SyncPage sync(const Caller& who, SyncRequest request) { return value_of(sync_->page(who.user, std::move(request))); }
  SyncPage sync(const Caller& who, ConversationId id, std::int64_t rev, std::optional<Seq> read_seq = Seq(0)) {
    return sync(who, {.epoch = epoch_, .positions = {{id, {Rev(rev), read_seq}}}, .after = {}});
  }
  static std::vector<std::int64_t> seqs(const std::vector<Message>& messages) {
    std::vector<std::int64_t> seqs;
    for (const Message& message : messages) seqs.push_back(message.seq.value());
    return seqs;
  }
  static void expect_nothing_but_covered(const SyncPage& page) {
    EXPECT_THAT(page.changes, ::testing::IsEmpty());
    EXPECT_THAT(page.resets, ::testing::IsEmpty());
    EXPECT_THAT(page.added, ::testing::IsEmpty());
    EXPECT_THAT(page.gone, ::testing::IsEmpty());
    EXPECT_THAT(page.cursors, ::testing::IsEmpty());
    EXPECT_FALSE(page.next);
  }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Epoch epoch_ = value_of(database_->read([](Transaction& tx) -> Result<Epoch> { return tx.epoch(); }));
};

}  // namespace parley::testing
