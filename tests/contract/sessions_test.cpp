#include <parley/base/limits.hpp>
#include <parley/features/sign_in/store.hpp>
#include <parley/features/sign_in/store_tokens.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class SessionStoreTest : public StoreTest {
 protected:
  SessionId add_session(int created = 0) {
    const Session session{.id = SessionId::generate(),
                          .user = user_,
                          .user_agent = "Browser",
                          .address = "192.0.2.1",
                          .created_at = at(created),
                          .last_seen_at = at(created),
                          .revoked_at = std::nullopt,
                          .revocation_reason = std::nullopt};
    write([&](Transaction& transaction) { transaction.store<SessionStore>().add(session); });
    return session.id;
  }
  void add_token(const std::string& hash, SessionId session, Time expires_at) {
    write([&](Transaction& transaction) {
      transaction.store<SessionStore>().add_token({.hash = hash,
                                                   .session = session,
                                                   .successor = std::nullopt,
                                                   .used_at = std::nullopt,
                                                   .expires_at = expires_at});
    });
  }
  std::vector<SessionId> revoke(std::vector<SessionId> ids, RevocationReason reason, Time now) {
    return write([&](Transaction& transaction) { return transaction.store<SessionStore>().revoke(ids, reason, now); });
  }
  std::optional<Session> find(SessionId id) {
    return read([&](Transaction& transaction) { return transaction.store<SessionStore>().find(id); });
  }
  std::optional<RefreshToken> find_token(const std::string& hash) {
    return read([&](Transaction& transaction) { return transaction.store<SessionStore>().find_token(hash); });
  }
  std::vector<SessionId> active() {
    std::vector<SessionId> ids;
    for (const auto& session :
         read([&](Transaction& transaction) { return transaction.store<SessionStore>().active(user_); })) {
      ids.push_back(session.id);
    }
    return ids;
  }
  std::size_t remove_expired(Time now, std::size_t limit) {
    return write(
        [&](Transaction& transaction) { return transaction.store<SessionStore>().remove_expired(now, limit); });
  }
  // A hash is no text: it contains zeros and invalid UTF-8.
  static std::string hash_of(char fill) { return std::string("\0\xff\x80", 3) + std::string(29, fill); }

  UserId user_ = add_user("ada");
};
PARLEY_FOR_EVERY_STORE(SessionStoreTest);

TEST_P(SessionStoreTest, a_session_is_found_as_it_was_added) {
  const SessionId id = add_session(5);
  const auto found = find(id).value();
  EXPECT_EQ(found.user, user_);
  EXPECT_EQ(found.user_agent, "Browser");
  EXPECT_EQ(found.address, "192.0.2.1");
  EXPECT_EQ(found.created_at, at(5));
  EXPECT_EQ(found.last_seen_at, at(5));
  EXPECT_EQ(found.revoked_at, std::nullopt);
  EXPECT_EQ(found.revocation_reason, std::nullopt);
  EXPECT_FALSE(find(SessionId::generate()));
}

TEST_P(SessionStoreTest, several_are_found_in_the_order_in_which_they_are_asked_for) {
  const auto one = add_session();
  const auto revoked = add_session();
  revoke({revoked}, RevocationReason::logout, at(3));
  const std::vector<SessionId> wanted = {revoked, SessionId::generate(), one};
  const auto found = read([&](Transaction& transaction) { return transaction.store<SessionStore>().find_all(wanted); });
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0]->revoked_at, at(3));
  EXPECT_FALSE(found[1]);
  EXPECT_EQ(found[2]->id, one);
  EXPECT_FALSE(found[2]->revoked_at);
}

TEST_P(SessionStoreTest, active_sessions_come_newest_first_and_are_the_users_own) {
  const auto old = add_session(1);
  const auto fresh = add_session(3);
  const auto middle = add_session(2);
  const UserId ada = std::exchange(user_, add_user("bob"));
  add_session(4);
  user_ = ada;
  EXPECT_EQ(active(), (std::vector{fresh, middle, old}));
}

TEST_P(SessionStoreTest, a_revoked_session_is_active_no_more_and_keeps_its_reason) {
  const auto kept = add_session(1);
  const auto ended = add_session(2);
  EXPECT_EQ(revoke({ended}, RevocationReason::token_reused, at(9)), std::vector{ended});
  EXPECT_EQ(active(), std::vector{kept});
  EXPECT_EQ(find(ended)->revoked_at, at(9));
  EXPECT_EQ(find(ended)->revocation_reason, RevocationReason::token_reused);
}

TEST_P(SessionStoreTest, every_reason_to_revoke_is_remembered) {
  for (const auto reason :
       {RevocationReason::logout, RevocationReason::revoked_by_user, RevocationReason::password_changed,
        RevocationReason::token_reused, RevocationReason::deactivated, RevocationReason::ended_by_operator}) {
    const auto id = add_session();
    revoke({id}, reason, at(1));
    EXPECT_EQ(find(id)->revocation_reason, reason);
  }
}

TEST_P(SessionStoreTest, revoking_returns_only_the_sessions_that_were_active) {
  const auto first = add_session(1);
  const auto second = add_session(2);
  revoke({first}, RevocationReason::logout, at(3));
  EXPECT_EQ(revoke({first, second, SessionId::generate()}, RevocationReason::password_changed, at(4)),
            std::vector{second});
  EXPECT_EQ(find(first)->revoked_at, at(3));
  EXPECT_EQ(find(first)->revocation_reason, RevocationReason::logout);
}

TEST_P(SessionStoreTest, when_a_session_was_last_seen_never_goes_back) {
  const auto id = add_session(5);
  const auto touch = [&](int second) {
    write([&](Transaction& transaction) { transaction.store<SessionStore>().touch(id, "192.0.2.9", at(second)); });
    return find(id)->last_seen_at;
  };
  EXPECT_EQ(touch(8), at(8));
  EXPECT_EQ(touch(6), at(8));
}

TEST_P(SessionStoreTest, a_session_knows_when_its_user_has_proved_the_password_again) {
  const SessionId id = add_session();
  const SessionId other = add_session();
  EXPECT_EQ(find(id)->confirmed_at, std::nullopt);
  write([&](Transaction& transaction) { transaction.store<SessionStore>().confirm(id, at(9)); });
  EXPECT_EQ(find(id)->confirmed_at, at(9));
  EXPECT_EQ(find(other)->confirmed_at, std::nullopt);
}

TEST_P(SessionStoreTest, a_token_is_found_by_the_bytes_of_its_hash) {
  const auto session = add_session();
  add_token(hash_of('a'), session, at(100));
  const auto found = find_token(hash_of('a')).value();
  EXPECT_EQ(found.hash, hash_of('a'));
  EXPECT_EQ(found.session, session);
  EXPECT_EQ(found.successor, std::nullopt);
  EXPECT_EQ(found.used_at, std::nullopt);
  EXPECT_EQ(found.expires_at, at(100));
  EXPECT_FALSE(find_token(hash_of('b')));
}

TEST_P(SessionStoreTest, a_used_token_knows_its_successor) {
  const auto session = add_session();
  add_token(hash_of('a'), session, at(100));
  add_token(hash_of('b'), session, at(200));
  write([&](Transaction& transaction) {
    transaction.store<SessionStore>().mark_token_used(hash_of('a'), hash_of('b'), at(50));
  });
  EXPECT_EQ(find_token(hash_of('a'))->successor, hash_of('b'));
  EXPECT_EQ(find_token(hash_of('a'))->used_at, at(50));
  EXPECT_EQ(find_token(hash_of('b'))->used_at, std::nullopt);
}

TEST_P(SessionStoreTest, expired_tokens_go_and_take_sessions_without_tokens_along) {
  const auto gone = add_session();
  add_token(hash_of('a'), gone, at(10));
  add_token(hash_of('b'), gone, at(20));
  const auto kept = add_session();
  add_token(hash_of('c'), kept, at(10));
  add_token(hash_of('d'), kept, at(21));

  EXPECT_EQ(remove_expired(at(20), 100), 3u);
  EXPECT_FALSE(find_token(hash_of('a')));
  EXPECT_FALSE(find_token(hash_of('b')));
  EXPECT_FALSE(find_token(hash_of('c')));
  EXPECT_TRUE(find_token(hash_of('d')));
  EXPECT_FALSE(find(gone));
  EXPECT_TRUE(find(kept));
  EXPECT_EQ(remove_expired(at(20), 100), 0u);
}

TEST_P(SessionStoreTest, expired_tokens_go_in_bounded_portions) {
  const auto session = add_session();
  for (char fill = 'a'; fill < 'f'; ++fill) add_token(hash_of(fill), session, at(fill));
  EXPECT_EQ(remove_expired(at(1000), 2), 2u);
  EXPECT_FALSE(find_token(hash_of('a')));
  EXPECT_TRUE(find_token(hash_of('e')));
  EXPECT_TRUE(find(session));
  EXPECT_EQ(remove_expired(at(1000), 2), 2u);
  EXPECT_EQ(remove_expired(at(1000), 2), 1u);
  EXPECT_FALSE(find(session));
}

TEST_P(SessionStoreTest, the_latest_sign_ins_are_kept_the_newest_first) {
  const auto sign_in = [&](UserId user, int when) {
    const Session session{.id = SessionId::generate(),
                          .user = user,
                          .user_agent = "Browser " + std::to_string(when),
                          .address = "192.0.2.1",
                          .created_at = at(when),
                          .last_seen_at = at(when),
                          .revoked_at = std::nullopt,
                          .revocation_reason = std::nullopt};
    write([&](Transaction& transaction) { transaction.store<SessionStore>().add_sign_in(session); });
    return session.id;
  };
  const UserId other = add_user("bob");
  sign_in(other, 0);
  SessionId last;
  for (int i = 0; i <= kSignInsKept + 1; ++i) last = sign_in(user_, i);
  const auto listed = read([&](Transaction& transaction) { return transaction.store<SessionStore>().sign_ins(user_); });
  ASSERT_EQ(listed.size(), static_cast<std::size_t>(kSignInsKept));
  EXPECT_EQ(listed.front(),
            (PastSignIn{last, at(kSignInsKept + 1), "192.0.2.1", "Browser " + std::to_string(kSignInsKept + 1)}));
  EXPECT_EQ(listed.back().at, at(2));
  EXPECT_EQ(read([&](Transaction& transaction) { return transaction.store<SessionStore>().sign_ins(other); }).size(),
            1u);
}

TEST_P(SessionStoreTest, a_one_time_link_is_good_until_it_is_used_replaced_or_expired) {
  const auto find = [&](char fill, Time now) {
    return read(
        [&](Transaction& transaction) { return transaction.store<AccountTokenStore>().find(hash_of(fill), now); });
  };
  const auto add = [&](char fill) {
    write([&](Transaction& transaction) {
      transaction.store<AccountTokenStore>().add_reset(hash_of(fill), user_, at(10));
    });
  };
  add('a');
  EXPECT_EQ(find('a', at(9)), user_);
  EXPECT_EQ(find('a', at(10)), std::nullopt);
  EXPECT_EQ(find('b', at(9)), std::nullopt);
  add('b');
  EXPECT_EQ(find('a', at(9)), std::nullopt);
  EXPECT_EQ(find('b', at(9)), user_);
  write([&](Transaction& transaction) { transaction.store<AccountTokenStore>().remove_expired(at(9)); });
  EXPECT_EQ(find('b', at(9)), user_);
  write([&](Transaction& transaction) { transaction.store<AccountTokenStore>().remove_all(user_); });
  EXPECT_EQ(find('b', at(9)), std::nullopt);
}

}  // namespace
}  // namespace parley::testing
