#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bus/redis/seal.hpp"

namespace parley::redis {
namespace {

const std::vector<std::string> kSecrets{"the secret of the nodes, 32 bytes"};
const std::vector<std::string> kOther{"the secret of another server, 32 b"};
constexpr Time kNow{milliseconds(1'790'000'000'000)};

SealFault fault_of(const Seal& seal, std::string_view sealed) { return seal.open(sealed).error(); }

RC_GTEST_PROP(Seal, a_message_comes_out_as_it_went_in, (const std::string& message, std::uint64_t number)) {
  const Seal seal(kSecrets, "publications one:6379/0");
  const std::string sealed = seal.close(message, number, kNow);
  const auto opened = seal.open(sealed);
  RC_ASSERT(opened.has_value());
  RC_ASSERT(opened->message == message);
  RC_ASSERT(opened->number == number);
  RC_ASSERT(opened->sent_at == kNow);
}

RC_GTEST_PROP(Seal, a_message_that_was_changed_anywhere_is_refused, (const std::string& message)) {
  const Seal seal(kSecrets, "publications one:6379/0");
  std::string sealed = seal.close(message, 7, kNow);
  const auto place = *rc::gen::inRange<std::size_t>(0, sealed.size());
  sealed[place] = static_cast<char>(sealed[place] ^ *rc::gen::inRange(1, 256));
  RC_ASSERT(!seal.open(sealed).has_value());
}

RC_GTEST_PROP(Seal, a_message_that_is_cut_or_goes_on_is_refused, (const std::string& message)) {
  const Seal seal(kSecrets, "publications one:6379/0");
  const std::string sealed = seal.close(message, 7, kNow);
  RC_ASSERT(!seal.open(sealed.substr(0, *rc::gen::inRange<std::size_t>(0, sealed.size()))).has_value());
  RC_ASSERT(!seal.open(sealed + *rc::gen::arbitrary<char>()).has_value());
}

TEST(Seal, a_message_of_a_server_with_another_key_is_told_from_a_forged_one) {
  const Seal seal(kSecrets, "publications one:6379/0");
  EXPECT_EQ(fault_of(seal, Seal(kOther, "publications one:6379/0").close("text", 1, kNow)), SealFault::other_key);
  EXPECT_EQ(fault_of(seal, "text without a seal"), SealFault::other_key);
  std::string forged = seal.close("text", 1, kNow);
  forged.front() = 'T';
  EXPECT_EQ(fault_of(seal, forged), SealFault::forged);
}

TEST(Seal, a_message_for_one_purpose_or_endpoint_is_worth_nothing_for_another_one) {
  const std::string report = Seal(kSecrets, "reports one:6379/0").close("text", 1, kNow);
  EXPECT_FALSE(Seal(kSecrets, "publications one:6379/0").open(report));
  EXPECT_FALSE(Seal(kSecrets, "reports two:6379/0").open(report));
  EXPECT_TRUE(Seal(kSecrets, "reports one:6379/0").open(report));
}

TEST(Seal, while_keys_are_changed_all_nodes_understand_each_other) {
  const std::vector<std::string> first{kSecrets[0], kOther[0]};
  const std::vector<std::string> second{kOther[0], kSecrets[0]};
  const Seal before(kSecrets, "reports");
  const Seal during(first, "reports");
  const Seal after(second, "reports");
  EXPECT_TRUE(before.open(during.close("text", 1, kNow)));
  EXPECT_TRUE(during.open(after.close("text", 1, kNow)));
  EXPECT_TRUE(after.open(during.close("text", 1, kNow)));
}

}  // namespace
}  // namespace parley::redis
