// The people of a workload and the rooms they are in, made by REST before anything is measured. Values; one thread.
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
  std::vector<std::string> rooms;  // each one's conversation id
  std::size_t room_size = 0;

  std::size_t room_of(std::size_t person) const { return person / room_size; }
};

// So many people, each in one room: the first `room_size` in the first, and so on. `people` is a multiple of room_size.
Population populate(std::uint16_t port, std::size_t people, std::size_t room_size);

// Calls make(client, i) for every i below `count`, on several connections at a time, because the server commits
// together what comes together.
void make_all(std::uint16_t port, std::size_t count, const std::function<void(HttpClient&, std::size_t)>& make);

}  // namespace parley::bench
