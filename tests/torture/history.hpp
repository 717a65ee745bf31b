// What was promised and what there is: the judge of a round. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "e2e/support/client_model.hpp"

namespace parley::torture {

using Json = nlohmann::json;

// A message that was acknowledged, as its writer last had it acknowledged.
struct Promise {
  std::string conversation;
  std::string sender;
  std::int64_t seq = 0;
  int number = 0;  // its client_id: a writer counts its messages
  std::string body;
  bool is_deleted = false;
};

// A conversation read afresh: its whole log, and the rev that belongs to it.
struct Log {
  std::int64_t rev = 0;
  std::vector<Json> messages;  // by seq
};
using Logs = std::map<std::string, Log>;  // by conversation

struct Verdict {
  std::int64_t acknowledged = 0;
  std::int64_t lost = 0;  // acknowledged, and not there or not as acknowledged
  std::int64_t doubled = 0;  // there twice, or without anybody having been told
  std::int64_t disordered = 0;  // in another order than acknowledged, or to a client
  std::vector<std::string> faults;  // everything else, and some of the above in words

  bool is_clean() const { return lost == 0 && doubled == 0 && disordered == 0 && faults.empty(); }
  Verdict& operator+=(const Verdict& other);
};

// The promises of each writer in the order in which it was given them.
Verdict judge(const std::vector<std::vector<Promise>>& promises, const Logs& logs);

// In which way a client's picture of the conversations differs from them; empty where it does not.
std::string difference(const e2e::ClientModel& model, const Logs& logs);

}  // namespace parley::torture
