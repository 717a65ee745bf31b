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
      integer("limits.header_bytes", "The largest header of an HTTP request, in bytes.", kKilobyte, kMegabyte,
              PARLEY_FIELD(limits.header_bytes)),
      integer("limits.header_count", "The most fields in the header of an HTTP request.", 10, 1000,
              PARLEY_FIELD(limits.header_count)),
      integer("limits.target_bytes", "The longest path and query of an HTTP request, in bytes.", 256, 64 * kKilobyte,
              PARLEY_FIELD(limits.target_bytes)),
      integer("limits.body_bytes", "The largest body of an HTTP request, in bytes.", kKilobyte, 64 * kMegabyte,
              PARLEY_FIELD(limits.body_bytes)),
      integer("limits.json_depth", "The most levels of nested objects and arrays in JSON from a client.", 4, 128,
              PARLEY_FIELD(limits.json_depth)),
      integer("limits.header_timeout_seconds",
              "The time limit from the first byte of a request to the end of its header.", 1, 600,
              PARLEY_FIELD(limits.header_timeout)),
      integer("limits.body_timeout_seconds",
              "The time for the body of a request, in addition to the time that its bytes take at the rate below.", 1,
              3600, PARLEY_FIELD(limits.body_timeout)),
      integer("limits.body_bytes_per_second",
              "The slowest rate at which the body of a request may arrive, in bytes per second.", 1, kMegabyte,
              PARLEY_FIELD(limits.body_bytes_per_second)),
      integer("limits.unread_body_bytes",
              "The most bytes of all request headers and bodies that have arrived in part. One client may have an "
              "eighth of them.",
              kMegabyte, 1024 * kMegabyte, PARLEY_FIELD(limits.unread_body_bytes)),
      integer("limits.unsent_reply_bytes",
              "The most bytes of all HTTP responses that wait for their clients. One client may have an eighth of "
              "them; the connection of a response above that is closed.",
              16 * kMegabyte, 1024 * kMegabyte, PARLEY_FIELD(limits.unsent_reply_bytes)),
      integer("limits.keep_alive_timeout_seconds", "The longest time between two requests on one connection.", 1, 3600,
              PARLEY_FIELD(limits.keep_alive_timeout)),
      integer("limits.write_timeout_seconds", "The time limit for a client to read a response.", 1, 3600,
              PARLEY_FIELD(limits.write_timeout)),
  };
}

std::vector<ConfigurationKey> connection_limit_keys() {
  return {
      integer("limits.frame_bytes", "The largest WebSocket message from a client, in bytes.", kKilobyte, 16 * kMegabyte,
              PARLEY_FIELD(limits.frame_bytes)),
      integer(
          "limits.outbound_bytes",
          "The most bytes that are queued for one WebSocket client. A client that is too slow is closed with 4508; it "
          "then reconnects and syncs.",
          16 * kKilobyte, 256 * kMegabyte, PARLEY_FIELD(limits.outbound_bytes)),
      integer("limits.requests_in_flight",
              "The most unanswered requests of one connection. Above it, the server stops reading.", 1, 10'000,
              PARLEY_FIELD(limits.requests_in_flight)),
      integer("limits.connections_per_user",
              "The most WebSocket connections of one user. Further ones are closed with 4409.", 1, 10'000,
              PARLEY_FIELD(limits.connections_per_user)),
      integer("limits.connections",
              "The most connections of this process. The limit of open files (ulimit -n) must be higher.", 1, 1e6,
              PARLEY_FIELD(limits.connections)),
      integer(
          "limits.connections_per_address",
          "The most connections of one IPv4 address or IPv6 /64; a /48 may have eight times as many. Connections of "
          "the machine itself do not count, and those of a trusted proxy count for the client that it names.",
          1, 1e6, PARLEY_FIELD(limits.connections_per_address)),
      integer("limits.hello_timeout_seconds", "The time limit for a new WebSocket client to sign in.", 1, 60,
              PARLEY_FIELD(limits.hello_timeout)),
      integer("limits.heartbeat_interval_seconds", "The time between two heartbeats to a WebSocket client.", 1, 600,
              PARLEY_FIELD(limits.heartbeat_interval)),
      integer("limits.silence_timeout_seconds",
              "A WebSocket client that sends nothing for this time, not even a pong, is disconnected.", 2, 3600,
              PARLEY_FIELD(limits.silence_timeout)),
      integer("limits.presence_grace_seconds",
              "The time after a user's last connection has ended until the user is shown as offline.", 0, 600,
              PARLEY_FIELD(limits.presence_grace)),
      integer("limits.close_timeout_seconds", "The time limit for a client to answer a close frame.", 1, 60,
              PARLEY_FIELD(limits.close_timeout)),
      integer("limits.malformed_frames",
              "How many messages of one connection that cannot be read are answered. The next one closes it with 4400.",
              0, 1000, PARLEY_FIELD(limits.malformed_frames)),
  };
}

std::vector<ConfigurationKey> rate_limit_keys() {
  return {
      number("limits.messages_per_second",
             "How many messages a user, and a connection, may send per second. 0 means no limit.", 0, 1e6,
             PARLEY_FIELD(limits.messages_per_second)),
      number("limits.message_burst", "How many messages may be sent at once before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.message_burst)),
      number("limits.typing_per_second",
             "How often per second a member's typing is reported in a conversation. 0 means no limit.", 0, 1e6,
             PARLEY_FIELD(limits.typing_per_second)),
      number("limits.requests_per_second",
             "How many requests of any kind a connection, or a user over REST, may send per second. 0 means no limit.",
             0, 1e6, PARLEY_FIELD(limits.requests_per_second)),
      number("limits.request_burst", "How many requests may be sent at once before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.request_burst)),
      number("limits.address_users",
             "Requests of all users from one address together have the rate of this many users. 0 means no limit.", 0,
             1e6, PARLEY_FIELD(limits.address_users)),
      number("limits.sign_ins_per_minute",
             "How many wrong passwords are answered per minute from one address, or from one device that has signed in "
             "before. One name from one address has half as many. 0 means no limit.",
             0, 1e6, PARLEY_FIELD(limits.sign_ins_per_minute)),
      number("limits.sign_in_burst", "How many wrong passwords are answered at once before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.sign_in_burst)),
      number("limits.registrations_per_minute",
             "How many accounts may be registered per minute from one address. 0 means no limit.", 0, 1e6,
             PARLEY_FIELD(limits.registrations_per_minute)),
      number("limits.registration_burst", "How many accounts may be registered at once before that rate applies.", 1,
             1e6, PARLEY_FIELD(limits.registration_burst)),
  };
}

std::vector<ConfigurationKey> content_limit_keys() {
  return {
      integer("limits.message_chars", "The longest message, in Unicode characters.", 1, 100'000,
              PARLEY_FIELD(limits.message_chars)),
      integer("limits.message_reactions", "The most reactions to one message, from all users together.", 1, 10'000,
              PARLEY_FIELD(limits.message_reactions)),
      integer("limits.message_emoji", "The most different emoji among the reactions to one message.", 1, 1000,
              PARLEY_FIELD(limits.message_emoji)),
      integer("limits.pins", "The most pinned messages in one conversation.", 1, 1000, PARLEY_FIELD(limits.pins)),
      integer("limits.presence_members",
              "The most members of a conversation in which clients can watch the presence of all members at once. In "
              "larger ones, clients name the users that they show.",
              2, 500, PARLEY_FIELD(limits.presence_members)),
      integer(
          "limits.typing_merge_members",
          "In conversations with more members, all members who are typing are reported together, ten times a second.",
          2, 10'000, PARLEY_FIELD(limits.typing_merge_members)),
      integer(
          "limits.receipt_members",
          "The most members of a conversation in which each member gets the receipts of the others. In larger ones, "
          "clients request them.",
          2, 10'000, PARLEY_FIELD(limits.receipt_members)),
      integer("limits.blocks", "The most users that one user may block.", 1, 100'000, PARLEY_FIELD(limits.blocks)),
      integer(
          "limits.invitations",
          "The most invitations of one user that the user has not answered yet. One inviter may have a tenth of them.",
          1, 1000, PARLEY_FIELD(limits.invitations)),
      integer("limits.user_conversations", "The most conversations that one user can be a member of.", 1, 100'000,
              PARLEY_FIELD(limits.user_conversations)),
      integer("limits.conversations_per_day",
              "The most conversations that one user may create in a day (UTC). 0 means no limit.", 0, 1e6,
              PARLEY_FIELD(limits.conversations_per_day)),
      integer("limits.members_per_day",
              "The most members that one user may add to groups or invite in a day (UTC). 0 means no limit.", 0, 1e6,
              PARLEY_FIELD(limits.members_per_day)),
      integer("limits.stored_bytes_per_day",
              "The most bytes that one user may store in a day: the sizes of the requests that send, edit or change "
              "something. What was used comes back at this rate. 0 means no limit.",
              0, 1024 * kMegabyte, PARLEY_FIELD(limits.stored_bytes_per_day)),
      integer("limits.page_items", "The most entries in one page of any list.", 1, 1000,
              PARLEY_FIELD(limits.page_items)),
      integer("limits.page_bytes", "The size of one page of any list, in bytes, unless a single entry is larger.",
              16 * kKilobyte, 16 * kMegabyte, PARLEY_FIELD(limits.page_bytes)),
      integer("limits.message_versions",
              "The most versions of the text of one message. It cannot be edited after that.", 2, 1000,
              PARLEY_FIELD(limits.message_versions)),
      integer("limits.group_members", "The most members of one group.", 2, 100'000, PARLEY_FIELD(limits.group_members)),
      integer("limits.sync_changes",
              "The most changes to one conversation that a returning client gets one by one. If there are more, it "
              "gets the latest messages instead.",
              1, 10'000, PARLEY_FIELD(limits.sync_changes)),
      integer("limits.sync_window", "How many of the latest messages it then gets.", 1, 1000,
              PARLEY_FIELD(limits.sync_window)),
      integer("limits.sync_bytes", "The approximate size of one page of a sync, in bytes.", 16 * kKilobyte,
              16 * kMegabyte, PARLEY_FIELD(limits.sync_bytes)),
      integer("limits.sync_conversations", "The most conversations that a returning client may name.", 1, 100'000,
              PARLEY_FIELD(limits.sync_conversations)),
  };
}

}  // namespace parley
