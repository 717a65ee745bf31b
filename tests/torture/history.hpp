// Judges a round: compares what was promised with what is stored. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "e2e/support/client_model.hpp"

namespace parley::torture {

using Json = nlohmann::json;

// An acknowledged message, with its last acknowledged text.
struct Promise {
  std::string conversation;
  std::string sender;
  std::int64_t seq = 0;
  int number = 0;  // the number in its client_id, counted by its writer
  std::string body;
  bool is_deleted = false;
};

// A conversation as read from the server: its whole log, and the rev of that log.
struct Log {
  std::int64_t rev = 0;
  std::vector<Json> messages;  // by seq
};
using Logs = std::map<std::string, Log>;  // by conversation

struct Verdict {
  std::int64_t acknowledged = 0;
  std::int64_t lost = 0;            // acknowledged, but missing or different
  std::int64_t doubled = 0;         // stored twice, or stored but never acknowledged
  std::int64_t disordered = 0;      // stored, or delivered to a client, in another order than acknowledged
  std::vector<std::string> faults;  // all other faults, and details of those above, in words

  bool is_clean() const { return lost == 0 && doubled == 0 && disordered == 0 && faults.empty(); }
  Verdict& operator+=(const Verdict& other);
};

// Compares the logs with the promises. Each writer's promises are in the order in which it got them.
Verdict judge(const std::vector<std::vector<Promise>>& promises, const Logs& logs);

// Describes how a client's picture of the conversations differs from the logs. Empty if it does not differ.
std::string difference(const e2e::ClientModel& model, const Logs& logs);

}  // namespace parley::torture
