#include <parley/features/sign_in/refresh_rotation.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

using std::chrono::days;

const Time kNow = Time(days(20'000));
const SessionFacts kLive{.is_revoked = false, .created_at = kNow - days(3), .is_same_place = true};
const SessionFacts kRevoked{.is_revoked = true, .created_at = kNow - days(3), .is_same_place = true};
const SessionFacts kElsewhere{.is_revoked = false, .created_at = kNow - days(3), .is_same_place = false};

RefreshToken fresh(std::string hash) {
  return {.hash = std::move(hash), .session = {}, .successor = {}, .used_at = {}, .expires_at = kNow + days(30)};
}

RefreshToken exchanged(std::string hash, std::string successor) {
  RefreshToken token = fresh(std::move(hash));
  token.successor = std::move(successor);
  token.used_at = kNow - days(1);
  return token;
}

TEST(RefreshRotation, a_token_nobody_used_is_rotated) {
  EXPECT_EQ(judge_refresh(fresh("a"), {}, kLive, kNow), RotationOutcome::rotate);
}

TEST(RefreshRotation, a_used_one_is_repeated_while_its_successor_waits) {
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), fresh("b"), kLive, kNow), RotationOutcome::repeat);
}

TEST(RefreshRotation, a_used_one_whose_successor_was_used_is_an_attack) {
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), exchanged("b", "c"), kLive, kNow), RotationOutcome::reused);
}

TEST(RefreshRotation, a_used_one_is_repeated_elsewhere_for_two_minutes_only) {
  RefreshToken token = exchanged("a", "b");
  token.used_at = kNow - std::chrono::minutes(2);
  EXPECT_EQ(judge_refresh(token, fresh("b"), kElsewhere, kNow), RotationOutcome::repeat);
  token.used_at = *token.used_at - milliseconds(1);
  EXPECT_EQ(judge_refresh(token, fresh("b"), kElsewhere, kNow), RotationOutcome::refused);
  EXPECT_EQ(judge_refresh(token, exchanged("b", "c"), kElsewhere, kNow), RotationOutcome::reused);
}

TEST(RefreshRotation, a_token_that_nobody_used_is_rotated_anywhere) {
  EXPECT_EQ(judge_refresh(fresh("a"), {}, kElsewhere, kNow), RotationOutcome::rotate);
}

TEST(RefreshRotation, a_session_ends_after_ninety_days_however_often_it_is_refreshed) {
  SessionFacts old = kLive;
  old.created_at = kNow - days(90) + milliseconds(1);
  EXPECT_EQ(judge_refresh(fresh("a"), {}, old, kNow), RotationOutcome::rotate);
  old.created_at = kNow - days(90);
  EXPECT_EQ(judge_refresh(fresh("a"), {}, old, kNow), RotationOutcome::refused);
}

TEST(RefreshRotation, an_unknown_token_is_refused) {
  EXPECT_EQ(judge_refresh({}, {}, kLive, kNow), RotationOutcome::refused);
}

TEST(RefreshRotation, every_token_of_a_revoked_session_is_refused) {
  EXPECT_EQ(judge_refresh(fresh("a"), {}, kRevoked, kNow), RotationOutcome::refused);
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), fresh("b"), kRevoked, kNow), RotationOutcome::refused);
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), exchanged("b", "c"), kRevoked, kNow), RotationOutcome::refused);
}

TEST(RefreshRotation, a_token_lives_up_to_its_expiry_and_not_at_it) {
  RefreshToken token = fresh("a");
  token.expires_at = kNow + milliseconds(1);
  EXPECT_EQ(judge_refresh(token, {}, kLive, kNow), RotationOutcome::rotate);
  token.expires_at = kNow;
  EXPECT_EQ(judge_refresh(token, {}, kLive, kNow), RotationOutcome::refused);
}

TEST(RefreshRotation, an_expired_token_is_no_attack_whatever_became_of_it) {
  RefreshToken token = exchanged("a", "b");
  token.expires_at = kNow - seconds(1);
  EXPECT_EQ(judge_refresh(token, exchanged("b", "c"), kLive, kNow), RotationOutcome::refused);
}

TEST(RefreshRotation, a_successor_that_expired_or_was_deleted_is_not_handed_out) {
  RefreshToken successor = fresh("b");
  successor.expires_at = kNow;
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), successor, kLive, kNow), RotationOutcome::refused);
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), {}, kLive, kNow), RotationOutcome::refused);
}

TEST(RefreshRotation, an_expired_successor_that_was_used_still_reveals_the_attack) {
  RefreshToken successor = exchanged("b", "c");
  successor.expires_at = kNow - seconds(1);
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), successor, kLive, kNow), RotationOutcome::reused);
}

TEST(RefreshRotation, a_clock_that_went_back_raises_no_token_from_the_dead) {
  const Time before_its_use = kNow - days(2);
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), exchanged("b", "c"), kLive, before_its_use), RotationOutcome::reused);
  EXPECT_EQ(judge_refresh(exchanged("a", "b"), fresh("b"), kLive, before_its_use), RotationOutcome::repeat);
}

}  // namespace
}  // namespace parley
