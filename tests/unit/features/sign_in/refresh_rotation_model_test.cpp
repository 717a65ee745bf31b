// The rotation of refresh tokens as a whole: the decision, the derived tokens and a server that stores hashes. The
// clients do everything that a client may do, and a thief does anything.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/features/sign_in/refresh_rotation.hpp>
#include <parley/features/sign_in/refresh_token.hpp>

namespace parley {
namespace {

const Time kNow = Time(std::chrono::days(20'000));

// The server of one session, which keeps only the session's rows.
class Server {
 public:
  std::string sign_in() {
    const std::string token = new_refresh_token();
    store(token);
    return token;
  }

  // Returns the outcome, and the new token if there is one.
  std::pair<RotationOutcome, std::optional<std::string>> refresh(const std::string& token, Time now = kNow) {
    const RotationOutcome outcome = judge(refresh_token_hash(token), now);
    if (outcome == RotationOutcome::reused) revoked_ = true;
    if (outcome == RotationOutcome::reused || outcome == RotationOutcome::refused) return {outcome, std::nullopt};
    const std::string successor = successor_of(token, "the server's key");
    if (outcome == RotationOutcome::rotate) {
      RefreshToken& row = rows_.at(refresh_token_hash(token));
      row.used_at = now;
      row.successor = refresh_token_hash(successor);
      store(successor);
    }
    return {outcome, successor};
  }

  bool revoked() const { return revoked_; }

  std::ptrdiff_t exchangeable() const {
    return std::ranges::count_if(rows_, [this](const auto& row) { return is_exchangeable(row.first); });
  }
  bool accepts(const std::string& token) const { return is_exchangeable(refresh_token_hash(token)); }

 private:
  std::optional<RefreshToken> row(const std::string& hash) const {
    const auto found = rows_.find(hash);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }
  RotationOutcome judge(const std::string& hash, Time now) const {
    const auto presented = row(hash);
    return judge_refresh(presented, presented && presented->successor ? row(*presented->successor) : std::nullopt,
                         {.is_revoked = revoked_, .created_at = kNow, .is_same_place = true}, now);
  }
  bool is_exchangeable(const std::string& hash) const {
    const RotationOutcome outcome = judge(hash, kNow);
    return outcome == RotationOutcome::rotate || outcome == RotationOutcome::repeat;
  }
  void store(const std::string& token) {
    const std::string hash = refresh_token_hash(token);
    rows_[hash] = {hash, {}, std::nullopt, std::nullopt, kNow + std::chrono::days(30)};
  }

  std::map<std::string, RefreshToken> rows_;
  bool revoked_ = false;
};

// The tokens in the order in which they were issued, so that each token has a number.
class Chain {
 public:
  explicit Chain(std::string first) : tokens_{std::move(first)} {}

  std::size_t number(const std::string& token) {
    const auto at = static_cast<std::size_t>(std::ranges::find(tokens_, token) - tokens_.begin());
    if (at == tokens_.size()) tokens_.push_back(token);
    return at;
  }
  const std::string& at(std::size_t number) const { return tokens_.at(number); }
  std::size_t size() const { return tokens_.size(); }

 private:
  std::vector<std::string> tokens_;
};

// The things that may happen next to honest clients. `which` chooses the tab, the request or the reply.
enum class Happening { send, request_arrives, request_lost, reply_arrives, reply_lost };

struct Step {
  Happening happening;
  std::size_t which;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
  constexpr const char* kNames[] = {"send", "request arrives", "request lost", "reply arrives", "reply lost"};
  return out << kNames[static_cast<std::size_t>(step.happening)] << " #" << step.which;
}

rc::Gen<std::vector<Step>> any_steps() {
  const auto happening = rc::gen::weightedElement<Happening>({{5, Happening::send},
                                                              {5, Happening::request_arrives},
                                                              {1, Happening::request_lost},
                                                              {4, Happening::reply_arrives},
                                                              {2, Happening::reply_lost}});
  const auto step = rc::gen::map(rc::gen::pair(happening, rc::gen::inRange<std::size_t>(0, 12)),
                                 [](const auto& drawn) { return Step{drawn.first, drawn.second}; });
  return rc::gen::scale(3, rc::gen::container<std::vector<Step>>(step));
}

// Browser tabs that keep their token in one cookie jar, or each in its own memory. Any number of requests with one
// token may be on their way, in any order, and any of them and of their replies may be lost. One rule makes the tabs
// honest: none goes on to a newer token while another one holds an older token, has sent it or is about to receive it.
class HonestClients {
 public:
  HonestClients(Server& server, std::size_t tabs, bool share_jar)
      : server_(server), tabs_(tabs), jars_(share_jar ? 1 : tabs, server.sign_in()), chain_(jars_.front()) {
    std::ranges::fill(jars_, jars_.front());
  }

  void take(const Step& step) {
    switch (step.happening) {
      case Happening::send: return send(step.which % tabs_);
      case Happening::request_arrives: return arrive(pick(requests_, step.which));
      case Happening::request_lost: return static_cast<void>(pick(requests_, step.which));
      case Happening::reply_arrives: return receive(pick(replies_, step.which));
      case Happening::reply_lost: return static_cast<void>(pick(replies_, step.which));
    }
  }

  const std::vector<std::string>& held() const { return jars_; }
  std::size_t rotations() const { return chain_.size() - 1; }

 private:
  struct Letter {
    std::size_t tab;
    std::string token;
  };

  static std::optional<Letter> pick(std::vector<Letter>& letters, std::size_t which) {
    if (letters.empty()) return std::nullopt;
    const auto at = letters.begin() + static_cast<std::ptrdiff_t>(which % letters.size());
    Letter letter = std::move(*at);
    letters.erase(at);
    return letter;
  }

  std::string& jar_of(std::size_t tab) { return jars_[tab % jars_.size()]; }

  void send(std::size_t tab) {
    const std::string token = jar_of(tab);
    const std::size_t number = chain_.number(token);
    const auto is_older = [&](const std::string& other) { return chain_.number(other) < number; };
    if (std::ranges::any_of(jars_, is_older) || std::ranges::any_of(requests_, is_older, &Letter::token) ||
        std::ranges::any_of(replies_, is_older, &Letter::token)) {
      return;
    }
    requests_.push_back({tab, token});
  }

  void arrive(const std::optional<Letter>& request) {
    if (!request) return;
    const auto [outcome, successor] = server_.refresh(request->token);
    RC_ASSERT(outcome == RotationOutcome::rotate || outcome == RotationOutcome::repeat);
    chain_.number(*successor);
    replies_.push_back({request->tab, *successor});
  }

  void receive(const std::optional<Letter>& reply) {
    if (reply) jar_of(reply->tab) = reply->token;
  }

  Server& server_;
  std::size_t tabs_;
  std::vector<std::string> jars_;
  Chain chain_;
  std::vector<Letter> requests_;
  std::vector<Letter> replies_;
};

void honest_clients_stay_signed_in(bool share_jar) {
  Server server;
  HonestClients clients(server, *rc::gen::inRange<std::size_t>(1, 5), share_jar);
  for (const Step& step : *any_steps()) {
    clients.take(step);
    RC_ASSERT(!server.revoked());
    RC_ASSERT(server.exchangeable() <= 2);
    for (const std::string& token : clients.held()) RC_ASSERT(server.accepts(token));
  }
  RC_CLASSIFY(clients.rotations() >= 3, "three rotations or more");
}

TEST(RefreshRotationModel, tabs_sharing_a_cookie_jar_stay_signed_in_through_races_and_losses) {
  EXPECT_TRUE(rc::check([] { honest_clients_stay_signed_in(true); }));
}

TEST(RefreshRotationModel, tabs_keeping_their_own_copies_stay_signed_in_through_races_and_losses) {
  EXPECT_TRUE(rc::check([] { honest_clients_stay_signed_in(false); }));
}

TEST(RefreshRotationModel, a_client_that_hears_nothing_for_long_can_still_go_on) {
  Server server;
  const std::string token = server.sign_in();
  const auto [first, successor] = server.refresh(token);
  EXPECT_EQ(first, RotationOutcome::rotate);
  for (int lost = 0; lost < 100; ++lost) {
    EXPECT_EQ(server.refresh(token), std::pair(RotationOutcome::repeat, successor));
  }
  EXPECT_EQ(server.refresh(*successor).first, RotationOutcome::rotate);
}

// A client may present any token that ever existed, at any time. All of the server's rows must then agree with one
// number: how many tokens of the chain have been used.
TEST(RefreshRotationModel, whatever_is_presented_the_answer_follows_from_how_far_the_chain_was_used) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& visits) {
    Server server;
    Chain chain(server.sign_in());
    std::size_t used = 0;
    bool revoked = false;
    for (const std::uint8_t visit : visits) {
      // Most visits use one of the newest three tokens, some use any token.
      const std::size_t back = visit % 4 == 3 ? visit % chain.size() : visit % 3;
      const std::size_t number = chain.size() - 1 - std::min<std::size_t>(back, chain.size() - 1);
      const auto clock = kNow + std::chrono::hours(*rc::gen::inRange(-700, 700));
      const auto [outcome, successor] = server.refresh(chain.at(number), clock);

      RotationOutcome expected = RotationOutcome::reused;
      if (revoked) {
        expected = RotationOutcome::refused;
      } else if (number == used) {
        expected = RotationOutcome::rotate;
      } else if (number + 1 == used) {
        expected = RotationOutcome::repeat;
      }
      RC_ASSERT(outcome == expected);
      if (successor) RC_ASSERT(chain.number(*successor) == number + 1);
      if (outcome == RotationOutcome::rotate) ++used;
      revoked = revoked || outcome == RotationOutcome::reused;
      RC_ASSERT(server.revoked() == revoked);
      RC_ASSERT(server.exchangeable() ==
                (revoked ? 0 : std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(used) + 1)));
    }
  }));
}

TEST(RefreshRotationModel, a_thief_with_any_dead_token_ends_the_session_for_all) {
  EXPECT_TRUE(rc::check([] {
    Server server;
    Chain chain(server.sign_in());
    const auto rotations = *rc::gen::inRange<std::size_t>(2, 20);
    for (std::size_t i = 0; i < rotations; ++i) chain.number(*server.refresh(chain.at(i)).second);
    const auto stolen = *rc::gen::inRange<std::size_t>(0, rotations - 1);
    RC_ASSERT(server.refresh(chain.at(stolen)).first == RotationOutcome::reused);
    for (std::size_t i = 0; i < chain.size(); ++i) {
      RC_ASSERT(server.refresh(chain.at(i)).first == RotationOutcome::refused);
    }
  }));
}

}  // namespace
}  // namespace parley
