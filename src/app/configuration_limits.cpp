#include "app/configuration_entries.hpp"
#include "app/configuration_limits.hpp"

namespace parley {
namespace {

using namespace configuration_entries;

constexpr double kKilobyte = 1024;
constexpr double kMegabyte = 1024 * kKilobyte;

}  // namespace

std::vector<ConfigurationKey> request_limit_keys() {
  return {
      integer("limits.header_bytes", "Bytes in one HTTP request's header.", kKilobyte, kMegabyte,
              PARLEY_FIELD(limits.header_bytes)),
      integer("limits.header_count", "Fields in one HTTP request's header.", 10, 1000,
              PARLEY_FIELD(limits.header_count)),
      integer("limits.target_bytes", "Bytes in one HTTP request's path and query.", 256, 64 * kKilobyte,
              PARLEY_FIELD(limits.target_bytes)),
      integer("limits.body_bytes", "Bytes in one HTTP request's body.", kKilobyte, 64 * kMegabyte,
              PARLEY_FIELD(limits.body_bytes)),
      integer("limits.json_depth", "Objects and arrays within each other in what a client sends.", 4, 128,
              PARLEY_FIELD(limits.json_depth)),
      integer("limits.header_timeout_seconds", "Time from a request's first byte to the end of its header.", 1, 600,
              PARLEY_FIELD(limits.header_timeout)),
      integer("limits.body_timeout_seconds", "Time for a request's body to arrive.", 1, 3600,
              PARLEY_FIELD(limits.body_timeout)),
      integer("limits.keep_alive_timeout_seconds", "Time between two requests on one connection.", 1, 3600,
              PARLEY_FIELD(limits.keep_alive_timeout)),
      integer("limits.write_timeout_seconds", "Time for a client to read a reply.", 1, 3600,
              PARLEY_FIELD(limits.write_timeout)),
  };
}

std::vector<ConfigurationKey> connection_limit_keys() {
  return {
      integer("limits.frame_bytes", "Bytes in one WebSocket message from a client.", kKilobyte, 16 * kMegabyte,
              PARLEY_FIELD(limits.frame_bytes)),
      integer("limits.outbound_bytes",
              "Bytes queued for one WebSocket client; one that is slower is closed with 4508, to come back and sync.",
              16 * kKilobyte, 256 * kMegabyte, PARLEY_FIELD(limits.outbound_bytes)),
      integer("limits.requests_in_flight", "Unanswered requests of one connection; beyond it reading waits.", 1, 10'000,
              PARLEY_FIELD(limits.requests_in_flight)),
      integer("limits.connections_per_user", "WebSocket connections of one user; one more is closed with 4409.", 1,
              10'000, PARLEY_FIELD(limits.connections_per_user)),
      integer("limits.connections",
              "Connections of this process. The limit on open files (ulimit -n) must leave room for them.", 1, 1e6,
              PARLEY_FIELD(limits.connections)),
      integer("limits.hello_timeout_seconds", "Time for a new WebSocket client to say who it is.", 1, 60,
              PARLEY_FIELD(limits.hello_timeout)),
      integer("limits.heartbeat_interval_seconds", "Time between two heartbeats to a WebSocket client.", 1, 600,
              PARLEY_FIELD(limits.heartbeat_interval)),
      integer("limits.silence_timeout_seconds",
              "A WebSocket client from which nothing was heard for so long, not even a pong, is gone.", 2, 3600,
              PARLEY_FIELD(limits.silence_timeout)),
      integer("limits.presence_grace_seconds",
              "How long somebody's last connection must have been gone before those who watch are told.", 0, 600,
              PARLEY_FIELD(limits.presence_grace)),
      integer("limits.close_timeout_seconds", "Time for a client to answer a close frame.", 1, 60,
              PARLEY_FIELD(limits.close_timeout)),
      integer("limits.malformed_frames",
              "Messages of one connection that cannot be read; they are answered, one more closes with 4400.", 0, 1000,
              PARLEY_FIELD(limits.malformed_frames)),
  };
}

std::vector<ConfigurationKey> rate_limit_keys() {
  return {
      number("limits.messages_per_second", "Messages that one user, and one connection, may send. 0 is no limit.", 0,
             1e6, PARLEY_FIELD(limits.messages_per_second)),
      number("limits.message_burst", "Messages at once, before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.message_burst)),
      number("limits.typing_per_second",
             "How often the others are told that somebody types in a conversation. 0 is no limit.", 0, 1e6,
             PARLEY_FIELD(limits.typing_per_second)),
      number("limits.requests_per_second",
             "Requests of any kind from one connection, or by REST from one user. 0 is no limit.", 0, 1e6,
             PARLEY_FIELD(limits.requests_per_second)),
      number("limits.request_burst", "Requests at once, before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.request_burst)),
      number("limits.sign_ins_per_minute", "Sign-ins from one address, and to one account. 0 is no limit.", 0, 1e6,
             PARLEY_FIELD(limits.sign_ins_per_minute)),
      number("limits.sign_in_burst", "Sign-ins at once, before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.sign_in_burst)),
  };
}

std::vector<ConfigurationKey> content_limit_keys() {
  return {
      integer("limits.message_chars", "Unicode characters in one message.", 1, 100'000,
              PARLEY_FIELD(limits.message_chars)),
      integer("limits.message_reactions", "Reactions to one message, all people's together.", 1, 10'000,
              PARLEY_FIELD(limits.message_reactions)),
      integer("limits.message_emoji", "Different emoji among them.", 1, 1000, PARLEY_FIELD(limits.message_emoji)),
      integer("limits.pins", "Pinned messages of one conversation.", 1, 1000, PARLEY_FIELD(limits.pins)),
      integer("limits.presence_members",
              "Members of a conversation who can be watched by naming it; of larger ones, clients name whom they show.",
              2, 500, PARLEY_FIELD(limits.presence_members)),
      integer("limits.typing_merge_members",
              "In conversations of more members it is told together, ten times a second, who types.", 2, 10'000,
              PARLEY_FIELD(limits.typing_merge_members)),
      integer(
          "limits.receipt_members",
          "Members of a conversation in which each hears what the others have received and read; in larger ones it is "
          "told on request.",
          2, 10'000, PARLEY_FIELD(limits.receipt_members)),
      integer("limits.blocks", "People whom one user may block.", 1, 100'000, PARLEY_FIELD(limits.blocks)),
      integer("limits.page_items", "Entries in one page of any list.", 1, 1000, PARLEY_FIELD(limits.page_items)),
      integer("limits.group_members", "Members of one group.", 2, 100'000, PARLEY_FIELD(limits.group_members)),
      integer(
          "limits.sync_changes",
          "Changes to one conversation that a returning client is sent one by one; beyond it starts afresh with the "
          "latest messages.",
          1, 10'000, PARLEY_FIELD(limits.sync_changes)),
      integer("limits.sync_window", "Messages with which it then starts.", 1, 1000, PARLEY_FIELD(limits.sync_window)),
      integer("limits.sync_bytes", "Bytes in one page of such a catch-up, about.", 16 * kKilobyte, 16 * kMegabyte,
              PARLEY_FIELD(limits.sync_bytes)),
      integer("limits.sync_conversations", "Conversations that a returning client may name.", 1, 100'000,
              PARLEY_FIELD(limits.sync_conversations)),
  };
}

}  // namespace parley
