// The users of a workload and their rooms, created by REST before the measurement. Values; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "client/http_client.hpp"

namespace parley::bench {

struct Person {
  std::string id;
  std::string token;
};

struct Population {
  std::vector<Person> people;
  std::vector<std::string> rooms;  // the conversation ids, by user
  std::size_t room_size = 0;

  std::size_t room_of(std::size_t person) const { return person / room_size; }
};

// Creates that many users, each in one room: the first `room_size` users in the first room, and so on. `people` has to
// be a multiple of room_size.
Population populate(std::uint16_t port, std::size_t people, std::size_t room_size);

// Calls make(client, i) for every i below `count`, on several connections at a time, because the server commits
// requests together that arrive together.
void make_all(std::uint16_t port, std::size_t count, const std::function<void(HttpClient&, std::size_t)>& make);

}  // namespace parley::bench
