#include <exception>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "client/http_client.hpp"
#include "client/population.hpp"

namespace parley::bench {
namespace {

constexpr std::size_t kThreads = 8;

}  // namespace

void make_all(std::uint16_t port, std::size_t count, const std::function<void(HttpClient&, std::size_t)>& make) {
  std::vector<std::exception_ptr> failures(kThreads);
  {
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        try {
          HttpClient client(port);
          for (std::size_t i = thread; i < count; i += kThreads) make(client, i);
        } catch (...) {
          failures[thread] = std::current_exception();
        }
      });
    }
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

Population populate(std::uint16_t port, std::size_t people, std::size_t room_size) {
  Population population{std::vector<Person>(people), std::vector<std::string>(people / room_size), room_size};
  make_all(port, people, [&](HttpClient& client, std::size_t i) {
    const auto reply =
        nlohmann::json::parse(client.post("/api/dev/token", fmt::format(R"({{"username":"bench{}"}})", i)));
    population.people[i] = {reply.at("user").at("id"), reply.at("access_token")};
  });
  make_all(port, population.rooms.size(), [&](HttpClient& client, std::size_t room) {
    const Person& creator = population.people[room * room_size];
    std::vector<std::string> others;
    for (std::size_t i = 1; i < room_size; ++i) others.push_back(population.people[room * room_size + i].id);
    const nlohmann::json request{{"title", fmt::format("Room {}", room)}, {"members", others}};
    const auto reply = nlohmann::json::parse(client.post("/api/conversations", request.dump(), creator.token));
    population.rooms[room] = reply.at("conversation").at("id");
  });
  return population;
}

}  // namespace parley::bench
