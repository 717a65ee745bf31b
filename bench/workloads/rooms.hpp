// Users in rooms of equal size, their connected clients, and the ledger of their messages. Workloads that do more than
// chat derive from this class and handle the other texts. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "client/clients.hpp"
#include "client/ledger.hpp"
#include "client/message_text.hpp"
#include "client/pace.hpp"
#include "client/population.hpp"

namespace parley::bench {

class Rooms : protected ClientListener {
 protected:
  // Each user has a client of the same number. With `second_devices`, the first user of each room has a second client;
  // these come after all others, in the order of the rooms.
  Rooms(std::uint16_t port, const Population& population, bool second_devices = false);

  std::size_t room_of(std::size_t client) const;
  const Person& person_of(std::size_t client) const;
  std::string_view conversation_of(std::size_t client) const { return population_.rooms[room_of(client)]; }
  std::size_t client_count() const { return client_count_; }

  void open_everybody();
  void close_everybody();
  // Handles input and does what is due, until the condition holds or the time is over.
  template <class Condition>
  void run_until(Condition condition, std::chrono::milliseconds at_most);
  void run_for(std::chrono::milliseconds duration) {
    run_until([] { return false; }, duration);
  }
  // Waits for the deliveries that are still expected. Returns what is missing or came twice.
  Faults settle();
  // Sends a message of 100 bytes from the client to its room.
  void send(std::size_t client, Instant counted_from);

  // Does what is due by now. Returns when the next thing is due.
  virtual Instant do_what_is_due(Instant now) = 0;
  virtual void on_delivered(std::size_t, const DeliveryText&, Instant /*sent_at*/, Instant /*arrived*/) {}
  virtual void on_acknowledged(Instant /*sent_at*/, Instant /*arrived*/) {}
  // Called for any other text. Throws unless it is a heartbeat.
  virtual void on_other(std::size_t client, std::string_view text, Instant arrived);
  void on_hello(std::size_t client, std::string_view reply) override;

  const Population& population_;
  Clients clients_;
  Ledger ledger_;

 private:
  static constexpr std::chrono::milliseconds kLongestWait{50};

  void on_text(std::size_t client, std::string_view text, Instant arrived) final;

  std::size_t client_count_;
  SendRequest request_;
};

template <class Condition>
void Rooms::run_until(Condition condition, std::chrono::milliseconds at_most) {
  const Instant end = std::chrono::steady_clock::now() + at_most;
  for (Instant now = std::chrono::steady_clock::now(); now < end && !condition();
       now = std::chrono::steady_clock::now()) {
    const Instant due = do_what_is_due(now);
    clients_.poll(std::min({end, due, now + kLongestWait}) - std::chrono::steady_clock::now());
  }
}

}  // namespace parley::bench
