// Fills the operation table. One function an area, each in its own source file; a declaration stands beside its
// handler.
#pragma once

#include <parley/api/client_config.hpp>
#include <parley/api/operation_table.hpp>
#include <parley/base/metrics.hpp>
#include <parley/features/conversations/conversations.hpp>
#include <parley/features/messages/messaging.hpp>
#include <parley/features/presence/presences.hpp>
#include <parley/features/search/search.hpp>
#include <parley/features/sign_in/accounts.hpp>
#include <parley/features/sync/sync.hpp>

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

void add_sign_in_operations(OperationTable& table);
void add_development_operations(OperationTable& table);  // only if the configuration says so
void add_account_operations(OperationTable& table);
void add_presence_operations(OperationTable& table);
void add_conversation_operations(OperationTable& table);
void add_message_operations(OperationTable& table);
void add_search_operations(OperationTable& table);
void add_sync_operations(OperationTable& table);
void add_receipt_operations(OperationTable& table);
void add_typing_operations(OperationTable& table);
void add_system_operations(OperationTable& table);

inline void add_all_operations(OperationTable& table) {
  add_sign_in_operations(table);
  add_account_operations(table);
  add_presence_operations(table);
  add_conversation_operations(table);
  add_message_operations(table);
  add_search_operations(table);
  add_sync_operations(table);
  add_receipt_operations(table);
  add_typing_operations(table);
  add_system_operations(table);
}

}  // namespace parley
