// Fills the operation table. One function an area, each in its own source file; a declaration stands beside its handler.
#pragma once

#include <parley/api/operation_table.hpp>
#include <parley/service/accounts.hpp>
#include <parley/service/conversations.hpp>
#include <parley/service/messaging.hpp>
#include <parley/service/sync.hpp>

namespace parley {

struct Services {
  Accounts& accounts;
  Conversations& conversations;
  Messaging& messaging;
  Sync& sync;
  const Clock& clock;
};

struct ApiOptions {
  bool development_tokens = false;  // declares dev.token
  bool secure_cookies = false;      // the public URL is https
};

void add_account_operations(OperationTable& table, Services services, const ApiOptions& options);
void add_people_operations(OperationTable& table, Services services);
void add_conversation_operations(OperationTable& table, Services services);
void add_message_operations(OperationTable& table, Services services);
void add_live_operations(OperationTable& table, Services services);

inline void add_all_operations(OperationTable& table, Services services, const ApiOptions& options) {
  add_account_operations(table, services, options);
  add_people_operations(table, services);
  add_conversation_operations(table, services);
  add_message_operations(table, services);
  add_live_operations(table, services);
}

}  // namespace parley
