#include <parley/app/operations.hpp>

#include <parley/api/system_operations.hpp>
#include <parley/features/accounts/operations.hpp>
#include <parley/features/conversations/operations.hpp>
#include <parley/features/messages/operations.hpp>
#include <parley/features/presence/operations.hpp>
#include <parley/features/receipts/operations.hpp>
#include <parley/features/search/operations.hpp>
#include <parley/features/sign_in/operations.hpp>
#include <parley/features/sync/operations.hpp>
#include <parley/features/typing/operations.hpp>

namespace parley {

void add_all_operations(OperationTable& table) {
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

OperationTable operation_table(const Configuration& configuration) {
  OperationTable table(configuration.limits);
  add_all_operations(table);
  if (configuration.dev.enabled) add_development_operations(table);
  return table;
}

}  // namespace parley
