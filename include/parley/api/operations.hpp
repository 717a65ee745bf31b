// Fills the operation table. One function an area, each in its own source file; a declaration stands beside its
// handler.
#pragma once

#include <parley/api/operation_table.hpp>
#include <parley/base/metrics.hpp>
#include <parley/protocol/requests/live.hpp>
#include <parley/service/accounts.hpp>
#include <parley/service/conversations.hpp>
#include <parley/service/messaging.hpp>
#include <parley/service/presences.hpp>
#include <parley/service/search.hpp>
#include <parley/service/sync.hpp>

namespace parley {

// What a client is told of the server before anybody signs in.
struct ServerInfo {
  std::string version;
  std::string websocket_url;
  bool registration = false;
};

struct Services {
  Accounts& accounts;
  Conversations& conversations;
  Messaging& messaging;
  Search& search;
  Sync& sync;
  Presences& presences;
  const Clock& clock;
  const Limits& limits;
  Metrics& metrics;
  bool secure_cookies = false;  // the public URL is https
  ServerInfo info = {};
};

ClientLimits client_limits(const Limits& limits);
std::vector<std::string> client_features();

void add_account_operations(OperationTable& table);
void add_development_operations(OperationTable& table);  // only where the configuration says so
void add_people_operations(OperationTable& table);
void add_presence_operations(OperationTable& table);
void add_conversation_operations(OperationTable& table);
void add_message_operations(OperationTable& table);
void add_search_operations(OperationTable& table);
void add_live_operations(OperationTable& table);
void add_system_operations(OperationTable& table);

inline void add_all_operations(OperationTable& table) {
  add_account_operations(table);
  add_people_operations(table);
  add_presence_operations(table);
  add_conversation_operations(table);
  add_message_operations(table);
  add_search_operations(table);
  add_live_operations(table);
  add_system_operations(table);
}

}  // namespace parley
