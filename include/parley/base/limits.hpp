// Defines every limit of the server. The limits that the configuration may change come first, with their defaults. The
// limits of single values follow, which are part of the protocol. Clients can read the limits that concern them
// (api/client_config.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include <parley/base/time.hpp>

namespace parley {

struct Limits {
  // Requests
  std::size_t header_bytes = 16 * 1024;
  std::size_t header_count = 100;
  std::size_t target_bytes = 4 * 1024;
  std::size_t body_bytes = 256 * 1024;
  std::size_t json_depth = 16;
  seconds header_timeout{10};  // from the first byte to the end of the header
  seconds body_timeout{10};  // in addition to the time that the bytes take at the rate below
  std::size_t body_bytes_per_second = 1024;  // the slowest rate of a body
  std::size_t unread_body_bytes = 32 * 1024 * 1024;   // all heads and bodies that came in part; an eighth per client
  std::size_t unsent_reply_bytes = 64 * 1024 * 1024;  // all replies that wait; an eighth per client
  seconds keep_alive_timeout{60};
  seconds write_timeout{30};

  // WebSocket connections
  std::size_t frame_bytes = 64 * 1024;  // size of one message from a client
  std::size_t outbound_bytes = 1024 * 1024;  // queued for one client; above it the client is too slow (4508)
  std::size_t requests_in_flight = 64;  // per connection; above it the server stops reading
  std::size_t connections_per_user = 50;
  std::size_t connections = 20'000;
  std::size_t connections_per_address = 1'000;  // IPv4 address or IPv6 /64; eight times as many for a /48
  seconds hello_timeout{5};
  seconds heartbeat_interval{25};
  seconds silence_timeout{60};  // no bytes received, not even a pong
  seconds close_timeout{5};
  seconds presence_grace{10};  // time without a connection until a user is reported as offline
  std::size_t malformed_frames = 10;  // answered before the connection is closed with 4400

  // Rates. A rate of 0 is no limit.
  double messages_per_second = 10;
  double message_burst = 20;
  double requests_per_second = 50;  // all operations, per connection, or per user over REST
  double request_burst = 200;
  double address_users = 20;  // requests from one address have the rate of this many users; 0 is no limit
  double typing_per_second = 1;  // per member and conversation
  double sign_ins_per_minute = 20;  // wrong passwords, per address; half as many for one name from one address
  double sign_in_burst = 20;
  double registrations_per_minute = 20;  // per address
  double registration_burst = 20;

  // Content
  std::size_t message_chars = 4'000;
  std::size_t message_reactions = 200;            // per message, from all users together
  std::size_t message_emoji = 20;                 // different emoji among a message's reactions
  std::size_t pins = 100;                         // per conversation
  std::size_t presence_members = 100;             // largest conversation that can be watched as a whole
  std::size_t typing_merge_members = 50;          // largest conversation in which each typing member has an event
  std::size_t receipt_members = 200;              // largest conversation in which members get each other's receipts
  std::size_t blocks = 1'000;                     // users that one user may block
  std::size_t invitations = 100;                  // invitations of one user that are not answered yet
  std::size_t user_conversations = 10'000;        // conversations that one user is in
  std::size_t conversations_per_day = 1'000;      // conversations that one user creates in a day; 0 is no limit
  std::size_t members_per_day = 10'000;           // members that one user adds or invites in a day; 0 is no limit
  std::size_t stored_bytes_per_day = 64 * 1024 * 1024;  // what one user's changes bring in a day; 0 is no limit
  std::size_t page_items = 100;                   // items on a page of any list
  std::size_t page_bytes = 256 * 1024;            // size of a page of any list, unless one item alone is larger
  std::size_t message_versions = 50;              // versions that the text of one message may have
  std::size_t group_members = 5'000;
  std::size_t sync_changes = 200;  // per conversation; above it the conversation is reset
  std::size_t sync_window = 50;  // messages that a reset contains
  std::size_t sync_bytes = 256 * 1024;  // approximate size of one page of sync
  std::size_t sync_conversations = 1'000;  // conversations that a client may name in one sync
};

// Accounts
inline constexpr std::size_t kUsernameLeast = 2;
inline constexpr std::size_t kUsernameMost = 32;
inline constexpr std::size_t kDisplayNameMost = 64;          // characters
inline constexpr std::size_t kEmailLeast = 3;
inline constexpr std::size_t kEmailMost = 254;               // characters; RFC 5321 §4.5.3.1.3 less the brackets
inline constexpr std::int64_t kSignInsKept = 50;             // sign-ins that a user's own list shows
inline constexpr std::size_t kSignInNameMost = 254;          // characters of the name in a sign-in
inline constexpr std::size_t kPasswordMost = 256;            // characters
inline constexpr std::size_t kNewPasswordLeast = 8;          // characters
inline constexpr std::size_t kSessionsMost = 50;             // a user has; the one unused for longest ends
inline constexpr std::size_t kAccessTokenMost = 4'096;
inline constexpr std::size_t kRefreshTokenMost = 200;
inline constexpr std::size_t kFoundUsersMost = 20;           // by one search for people

// Conversations and messages
inline constexpr std::size_t kTitleMost = 100;               // characters
inline constexpr std::size_t kLabelMost = 50;                // characters
inline constexpr std::size_t kShownMembers = 8;              // members that a summary of a conversation names
inline constexpr std::size_t kShownMentions = 100;           // unread ones that a summary names, the newest
inline constexpr std::size_t kQuoteCharacters = 200;         // characters of a quoted message
inline constexpr std::size_t kClientIdMost = 64;             // characters; chosen by the sender of a message
inline constexpr std::size_t kIdempotencyKeyMost = kClientIdMost;
inline constexpr std::size_t kSearchTextMost = 200;          // characters
inline constexpr std::size_t kSearchItemsMost = 50;          // results on a page

// Presence
inline constexpr std::size_t kListedPresencesMost = 100;     // users in one request
inline constexpr std::size_t kWatchedUsersMost = 500;        // by one connection
inline constexpr std::size_t kWatchedConversationsMost = 20; // conversations in one request

// Requests of every kind
inline constexpr std::size_t kOpenBodyMost = 4 * 1024;       // bytes of a body, if everyone may send it
inline constexpr std::size_t kListedFaultsMost = 20;         // faults that the refusal of a request lists
inline constexpr std::size_t kClientNameMost = 64;           // characters of the program's name in hello

}  // namespace parley
