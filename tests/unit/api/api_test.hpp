// The fixture of the tests of the dispatcher and of REST: a small operation table, an authenticator that knows three
// tokens, and a way to run a coroutine. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <parley/api/authenticator.hpp>
#include <parley/api/dispatcher.hpp>

namespace parley::testing {

struct EchoRequest {
  std::optional<std::string> word;  // comes from the path, the query or the body
  std::optional<std::string> more;
};

struct EchoReply {
  std::string text;
};

struct HeavyRequest {
  std::int64_t tokens = 1;

  double weight() const { return static_cast<double>(tokens); }
};

// Counts the calls of a handler.
struct Journal {
  int calls = 0;
};

inline Task<EchoReply> echo(Journal& journal, RequestContext& context, EchoRequest request) {
  ++journal.calls;
  if (request.word == "throw") throw std::runtime_error("a handler's mistake");
  if (request.word == "missing") co_return fail(ErrorCode::not_found, "There is no such word.");
  context.reply_headers.emplace_back("X-Echo", "yes");
  co_return EchoReply{request.word.value_or("") + request.more.value_or("")};
}

// Every word but "new" is there already.
inline Task<EchoReply> create(RequestContext& context, EchoRequest request) {
  context.is_repeated = request.word != "new";
  context.set_location("/echo/{}", *request.word);
  co_return EchoReply{*request.word};
}

inline Task<void> lift(Journal& journal, const HeavyRequest&) {
  ++journal.calls;
  co_return Result<void>();
}

inline Task<void> forget(Journal& journal, const EchoRequest&) {
  ++journal.calls;
  co_return Result<void>();
}

}  // namespace parley::testing

namespace parley {

template <>
struct Fields<testing::EchoRequest> {
  static constexpr std::string_view name = "EchoRequest";
  static constexpr auto list = std::tuple{field("word", &testing::EchoRequest::word, "A word."),
                                          field("more", &testing::EchoRequest::more, "More of it.")};
};

template <>
struct Fields<testing::HeavyRequest> {
  static constexpr std::string_view name = "HeavyRequest";
  static constexpr auto list =
      std::tuple{defaulted("weight", &testing::HeavyRequest::tokens, "What the request costs.", Bounds{1, 1'000})};
};

template <>
struct Fields<testing::EchoReply> {
  static constexpr std::string_view name = "EchoReply";
  static constexpr auto list = std::tuple{field("text", &testing::EchoReply::text, "The words.")};
};

}  // namespace parley

namespace parley::testing {

// Runs the coroutine to its end and returns its result.
template <class T>
T run(Awaitable<T> coroutine) {
  std::optional<T> result;
  asio::io_context loop(1);
  asio::co_spawn(
      loop, [&]() -> Awaitable<void> { result = co_await std::move(coroutine); },
      [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
      });
  loop.run();
  return std::move(result.value());
}

inline Caller caller_with(UserRole role, Scope scope = Scope::session) {
  return {.user = UserId::generate(), .session = SessionId::generate(), .role = role, .scope = scope};
}

// Accepts the tokens "user" and "admin", and rejects "old" as expired.
class KnownTokens final : public Authenticator {
 public:
  Task<Authenticated> authenticate(std::string token) override {
    if (token == "user") co_return Authenticated{user_, {}};
    if (token == "admin") co_return Authenticated{admin_, {}};
    if (token == "old") co_return fail(ErrorCode::token_expired, "The token has expired.");
    co_return fail(ErrorCode::unauthenticated, "The token is not good.");
  }

 private:
  Caller user_ = caller_with(UserRole::user);
  Caller admin_ = caller_with(UserRole::admin);
};

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    using namespace authority;
    using enum HttpMethod;
    // NOLINTNEXTLINE(readability-identifier-naming): a word of the table below
    static constexpr Authority admins{.roles = {UserRole::admin}};
    // clang-format off
    table_.add({
      {"open",   anyone,    post,  "/open",        201, handle<EchoRequest, EchoReply>(echo), "Echo for anybody."},
      {"create", user,      post,  "/create",      201, handle<EchoRequest, EchoReply>(create), "Create a word."},
      {"echo",   user,      get,   "/echo/{word}", 200, handle<EchoRequest, EchoReply>(echo), "Echo a word."},
      {"update", user,      patch, "/echo/{word}", 200, handle<EchoRequest, EchoReply>(echo), "Echo words."},
      {"keyed",  user,      put,   "/keyed",       200, handle<EchoRequest, EchoReply>(echo), "Echo the key.",
       Transport::both, Cost::message, "word"},
      {"heavy",  user,      post,  "/heavy",       204, handle<HeavyRequest, Nothing>(lift), "Lift a weight."},
      {"forget", signed_in, del,   "/echo/{word}", 204, handle<EchoRequest, Nothing>(forget), "Forget a word.",
       Transport::both, Cost::change},
      {"rule",   admins,    post,  "/rule",        200, handle<EchoRequest, EchoReply>(echo), "Echo for admins."},
    });
    // clang-format on
    services_.add(journal_);
    table_.bind(services_);
  }

  Limits limits_;
  Metrics metrics_;
  Journal journal_;
  ServiceRegistry services_;
  OperationTable table_{limits_};
};

}  // namespace parley::testing
