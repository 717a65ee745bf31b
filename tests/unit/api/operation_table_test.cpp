// The promises of the table of all operations, and how a handler gets what it needs.
#include <parley/api/operation_table.hpp>

#include <algorithm>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <parley/api/url.hpp>
#include <parley/app/operations.hpp>
#include <parley/core/fields.hpp>
#include <parley/features/sign_in/operations.hpp>

namespace parley {
namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

// Returns whether a path exists that both patterns match.
bool overlap(std::string_view one, std::string_view other) {
  return std::ranges::equal(path_segments(one), path_segments(other), [](std::string_view a, std::string_view b) {
    return a == b || is_parameter(a) || is_parameter(b);
  });
}

class AllOperationsTest : public testing::Test {
 protected:
  AllOperationsTest() {
    add_all_operations(table_);
    add_development_operations(table_);
  }

  Limits limits_;
  OperationTable table_{limits_};
};

TEST_F(AllOperationsTest, every_operation_has_a_name_of_its_own_and_a_summary) {
  for (const auto& operation : table_.all()) {
    EXPECT_EQ(table_.find(operation->name), operation.get()) << operation->name;
    EXPECT_FALSE(operation->summary.empty()) << operation->name;
  }
}

TEST_F(AllOperationsTest, no_request_matches_the_routes_of_two_operations) {
  for (const auto& one : table_.all()) {
    for (const auto& other : table_.all()) {
      if (one == other || one->path.empty() || other->path.empty() || one->method != other->method) continue;
      EXPECT_FALSE(overlap(one->path, other->path)) << one->name << " and " << other->name;
    }
  }
}

TEST_F(AllOperationsTest, all_operations_but_live_ones_have_a_route) {
  for (const auto& operation : table_.all()) {
    EXPECT_EQ(operation->path.empty(), operation->transport == Transport::websocket) << operation->name;
  }
}

TEST(RouteOverlap, is_seen_between_a_parameter_and_a_word) {
  EXPECT_TRUE(overlap("/users/{user}", "/users/me"));
  EXPECT_TRUE(overlap("/users/{user}/block", "/users/me/{what}"));
  EXPECT_FALSE(overlap("/users/{user}", "/users"));
  EXPECT_FALSE(overlap("/users/{user}", "/rooms/{room}"));
}

struct Greeter {
  std::string word;
};

struct Punctuation {
  std::string mark;
};

struct GreetRequest {
  Line name;
};

struct Greeting {
  std::string text;
};

Task<Greeting> greet(const Greeter& greeter, RequestContext& context, GreetRequest request, Punctuation& punctuation) {
  co_return Greeting{greeter.word + " " + request.name.value + " of " + context.address + punctuation.mark};
}

}  // namespace

template <>
struct Fields<GreetRequest> {
  static constexpr std::string_view name = "GreetRequest";
  static constexpr auto list = std::tuple{field("name", &GreetRequest::name, "The name.", Bounds{1, 5})};
};

template <>
struct Fields<Greeting> {
  static constexpr std::string_view name = "Greeting";
  static constexpr auto list = std::tuple{field("text", &Greeting::text, "What is said.")};
};

namespace {

class BoundTableTest : public testing::Test {
 protected:
  BoundTableTest() {
    table_.add({{"greet", authority::anyone, HttpMethod::post, "/greet", 200, handle<GreetRequest, Greeting>(greet),
                 "Say a word."}});
  }

  Result<std::string> run(std::string_view parameters) {
    const auto document = JsonDocument::parse(parameters, limits_.json_depth);
    Result<std::string> result;
    asio::io_context loop(1);
    asio::co_spawn(
        loop, [&]() -> Awaitable<void> { result = co_await table_.find("greet")->run(context_, document->root()); },
        [](const std::exception_ptr& failure) {
          if (failure) std::rethrow_exception(failure);
        });
    loop.run();
    return result;
  }

  Limits limits_;
  OperationTable table_{limits_};
  RequestContext context_;
};

TEST_F(BoundTableTest, a_handler_is_given_its_services_the_context_and_the_request_by_their_types) {
  const Greeter greeter{"Hello"};
  Punctuation punctuation{"!"};
  ServiceRegistry services;
  services.add(greeter);
  services.add(punctuation);
  table_.bind(services);
  context_.address = "Berlin";
  EXPECT_EQ(run(R"({"name":"Ada"})"), R"({"text":"Hello Ada of Berlin!"})");
}

TEST_F(BoundTableTest, a_request_that_is_not_valid_does_not_reach_the_handler) {
  const Greeter greeter;
  Punctuation punctuation;
  ServiceRegistry services;
  services.add(greeter);
  services.add(punctuation);
  table_.bind(services);
  const auto refused = run(R"({"name":"Augusta"})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_request);
}

TEST_F(BoundTableTest, binding_fails_when_a_service_is_missing) {
  Greeter greeter;
  ServiceRegistry services;
  services.add(greeter);
  EXPECT_THROW(table_.bind(services), std::logic_error);
}

TEST(ServiceRegistry, gives_a_const_service_out_as_const_only) {
  const Greeter greeter{"Hello"};
  ServiceRegistry services;
  services.add(greeter);
  EXPECT_EQ(&services.get<const Greeter>(), &greeter);
  EXPECT_THROW(services.get<Greeter>(), std::logic_error);
}

}  // namespace
}  // namespace parley
