// Owns the services of the feature conversations for the lifetime of the process. The composition root creates it.
#pragma once

#include <parley/api/module.hpp>
#include <parley/features/conversations/conversations.hpp>
#include <parley/features/conversations/invitations.hpp>
#include <parley/features/conversations/members.hpp>

namespace parley {

class ConversationsModule final : public Module {
 public:
  ConversationsModule(const Engine& engine, const ReadCursors& read_cursors)
      : conversations_(engine.database, read_cursors, engine.clock, engine.limits),
        members_(engine.database, engine.clock, engine.limits),
        invitations_(engine.database, engine.clock, engine.limits) {}

  void add_services(ServiceRegistry& services) override {
    services.add(conversations_);
    services.add(members_);
    services.add(invitations_);
  }

 private:
  Conversations conversations_;
  Members members_;
  Invitations invitations_;
};

}  // namespace parley
