// A request that gets no reply may have been done or not. The writer repeats it on another connection until it is
// acknowledged: a repeated send has the same client_id, and an edit or a deletion can be repeated without harm.
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "torture/writer.hpp"

namespace parley::torture {
namespace {

using e2e::Clock;

constexpr milliseconds kPause{50};  // the pause before it tries again

// Returns whether a client has to answer this error by trying again (docs/errors.md).
bool is_passing(const std::string& code) { return code == "unavailable" || code == "overloaded"; }

}  // namespace

Writer::Writer(Cluster& cluster, Account account, std::vector<std::string> conversations, std::uint64_t seed)
    : cluster_(cluster), account_(std::move(account)), conversations_(std::move(conversations)), random_(seed) {
  thread_ = std::jthread([this] { run(); });
}

void Writer::finish(Instant deadline, bool says_goodbye) {
  deadline_ = deadline;
  says_goodbye_ = says_goodbye;
  finishes_ = true;
}

void Writer::run() {
  try {
    while (!finishes_) act();
    if (!says_goodbye_) return;
    for (const std::string& conversation : conversations_) send(conversation);
  } catch (const std::exception& error) {
    faults_.push_back("a writer gave up: " + std::string(error.what()));
  }
}

void Writer::act() {
  const auto kind = random_() % 100;
  const std::string& conversation = conversations_[random_() % conversations_.size()];
  if (promises_.empty() || kind < 75) return send(conversation);
  const std::size_t chosen = random_() % promises_.size();
  Promise& promise = promises_[chosen];
  if (promise.is_deleted) return send(conversation);
  if (kind < 80) return remove(promise);
  // A message is edited only once: a first try that is still on its way must not overwrite a second edit.
  if (is_edited_[chosen]) return send(conversation);
  is_edited_[chosen] = true;
  edit(promise);
}

void Writer::send(const std::string& conversation) {
  const int number = ++last_number_;
  const std::string body = "first of " + std::to_string(number) + std::string(random_() % 200, '.');
  const Json result =
      insist("message.send", {{"conversation", conversation}, {"client_id", std::to_string(number)}, {"body", body}});
  promises_.push_back({conversation, account_.id, result.at("message").at("seq"), number, body});
  is_edited_.push_back(false);
}

void Writer::edit(Promise& promise) {
  promise.body = "second of " + std::to_string(promise.number);
  insist("message.edit", {{"conversation", promise.conversation}, {"seq", promise.seq}, {"body", promise.body}});
}

void Writer::remove(Promise& promise) {
  insist("message.delete", {{"conversation", promise.conversation}, {"seq", promise.seq}});
  promise.is_deleted = true;
}

Json Writer::insist(const std::string& operation, const Json& parameters) {
  while (Clock::now() < deadline_.load()) {
    try {
      if (!client_ || !client_->is_open()) connect();
    } catch (const std::exception&) {
      // The node, or a server that it needs, is away.
      client_.reset();
      std::this_thread::sleep_for(kPause);
      continue;
    }
    if (auto result = attempt(operation, parameters)) return std::move(*result);
  }
  throw std::runtime_error(operation + " was not acknowledged in time");
}

std::optional<Json> Writer::attempt(const std::string& operation, const Json& parameters) {
  const auto start = Clock::now();
  const std::int64_t id = client_->send(operation, parameters);
  if (cluster_.client_cuts().strikes()) {
    client_->cut();
    client_.reset();
    return std::nullopt;
  }
  auto reply = client_->find_reply(id);
  if (!reply) {
    client_.reset();
    return std::nullopt;
  }
  if (reply->contains("result")) return std::move((*reply)["result"]);
  const Json& error = reply->at("error");
  if (!is_passing(error.at("code"))) throw std::runtime_error(operation + " was answered with " + error.dump());
  slowest_error_ = std::max(slowest_error_, std::chrono::ceil<milliseconds>(Clock::now() - start));
  client_->listen(kPause);
  return std::nullopt;
}

void Writer::connect() {
  client_ = std::make_unique<e2e::LiveClient>(cluster_.port(random_() % kNodes));
  client_->hello(account_.token);
}

}  // namespace parley::torture
