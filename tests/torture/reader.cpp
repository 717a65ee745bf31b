#include <utility>

#include "support/forgery.hpp"
#include "torture/reader.hpp"

namespace parley::torture {
namespace {

constexpr milliseconds kTurn{20};   // the time that it listens before it checks whether to stop
constexpr milliseconds kPause{50};  // the pause before it connects again

}  // namespace

Reader::Reader(Cluster& cluster, Account account, std::uint64_t seed)
    : cluster_(cluster), account_(std::move(account)), random_(seed) {
  thread_ = std::jthread([this](const std::stop_token& stopped) { run(stopped); });
}

std::string Reader::difference(const Logs& logs) {
  const std::scoped_lock lock(mutex_);
  return torture::difference(model_, logs);
}

void Reader::stop() {
  thread_.request_stop();
  thread_.join();
}

void Reader::run(const std::stop_token& stopped) {
  while (!stopped.stop_requested()) {
    try {
      if (!client_) connect();
      listen();
    } catch (const std::exception&) {
      // The node, or a server that it needs, is away.
      client_.reset();
      std::this_thread::sleep_for(kPause);
    }
  }
  client_.reset();
}

void Reader::connect() {
  client_ = std::make_unique<e2e::LiveClient>(cluster_.port(random_() % kNodes));
  Json page = client_->hello(account_.token, model_.position()).at("sync");
  for (;;) {
    {
      const std::scoped_lock lock(mutex_);
      model_.apply_sync(page);
    }
    if (!page.contains("next")) return;
    Json request = model_.position();
    request["next"] = page.at("next");
    page = client_->must("sync", request);
  }
}

void Reader::listen() {
  client_->listen(kTurn);
  const std::scoped_lock lock(mutex_);
  try {
    for (const Json& event : client_->take_events()) {
      if (event.at("data").value("body", "") == testing::kForgedBody) throw std::runtime_error("a forged message");
      model_.apply_event(event);
    }
  } catch (const std::exception& error) {
    broken_promises_.emplace_back(error.what());
    model_ = {};
    client_.reset();
    return;
  }
  if (client_->is_open() && cluster_.client_cuts().strikes()) client_->cut();
  if (!client_->is_open()) client_.reset();
}

}  // namespace parley::torture
