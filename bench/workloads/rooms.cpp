#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "workloads/rooms.hpp"

namespace parley::bench {
namespace {

constexpr std::chrono::milliseconds kSettleTime{10'000};

}  // namespace

Rooms::Rooms(std::uint16_t port, const Population& population, bool second_devices)
    : population_(population),
      clients_(port, population.people.size() + (second_devices ? population.rooms.size() : 0), *this),
      ledger_(population.people.size() + (second_devices ? population.rooms.size() : 0), population.rooms.size(),
              population.room_size + (second_devices ? 1 : 0)),
      client_count_(population.people.size() + (second_devices ? population.rooms.size() : 0)) {}

std::size_t Rooms::room_of(std::size_t client) const {
  const std::size_t people = population_.people.size();
  return client < people ? population_.room_of(client) : client - people;
}

const Person& Rooms::person_of(std::size_t client) const {
  const std::size_t people = population_.people.size();
  return population_.people[client < people ? client : (client - people) * population_.room_size];
}

void Rooms::open_everybody() {
  std::vector<std::string_view> tokens;
  for (std::size_t client = 0; client < client_count_; ++client) tokens.emplace_back(person_of(client).token);
  open_all(clients_, tokens);
}

void Rooms::close_everybody() {
  for (std::size_t client = 0; client < client_count_; ++client) clients_.close(client);
}

Faults Rooms::settle() {
  const Instant deadline = std::chrono::steady_clock::now() + kSettleTime;
  while (!ledger_.is_settled() && std::chrono::steady_clock::now() < deadline) clients_.poll(kLongestWait);
  return ledger_.faults();
}

void Rooms::send(std::size_t client, Instant counted_from) {
  clients_.send(client, request_.fill(ledger_.send(counted_from), conversation_of(client)));
}

void Rooms::on_hello(std::size_t client, std::string_view reply) {
  const auto hello = nlohmann::json::parse(reply);
  const auto& conversation = hello.at("result").at("sync").at("added").at(0).at("conversation");
  ledger_.join(client, room_of(client), conversation.at("rev"));
}

void Rooms::on_text(std::size_t client, std::string_view text, Instant arrived) {
  if (const auto delivery = read_delivery(text)) {
    if (delivery->conversation != conversation_of(client)) throw std::runtime_error("an event of another room");
    const Instant sent_at = ledger_.deliver(client, room_of(client), delivery->rev, [&] { return delivery->number(); });
    on_delivered(client, *delivery, sent_at, arrived);
  } else if (const auto acknowledgement = read_acknowledgement(text)) {
    on_acknowledged(ledger_.acknowledge(acknowledgement->number, acknowledgement->rev), arrived);
  } else {
    on_other(client, text, arrived);
  }
}

void Rooms::on_other(std::size_t, std::string_view text, Instant) {
  if (!text.starts_with(R"({"event":"heartbeat")")) throw std::runtime_error(fmt::format("unexpected: {}", text));
}

}  // namespace parley::bench
