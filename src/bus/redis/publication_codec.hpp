// Encodes publications for other nodes in Parley's own binary format. A message holds one or more publications of a
// single topic. While a cluster is upgraded, nodes of different versions share a Redis; so the first byte is the
// format's version, and a node that does not know the version reads the events from the database instead. Pure; any
// thread.
//
//   message      version u8, publisher 16 bytes, topic, count u32, publications
//   topic        kind u8 (0 conversation, 1 user), id 16 bytes
//   publication  parts u8 (which of the optional ones follow), since i64, rev i64,
//                [except 16 bytes], [hidden_message i64], instruction, [event], [otherwise]
//   instruction  kind u8: 0 none, 1 user 16 bytes, 2 conversation 16 bytes, rev i64, visible_after i64,
//                3 reason u8, count u32, sessions 16 bytes each
//   event        frame, deflated frame: u32 and as many bytes
//
// The bus seals the message (seal.hpp). Messages of version 1 had no seal.
//
// Numbers are big-endian. `committed_at` is not sent, because the monotonic clocks of two machines cannot be compared.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/uuid.hpp>
#include <parley/bus/event_bus.hpp>

namespace parley::redis {

// Returns the message for other nodes.
// REQUIRES: there is at least one publication, and all are of one topic.
std::string encode_publications(const Uuid& publisher, std::span<const Publication* const> publications);

// Returns the node that published the message, reading only its first bytes. Returns nothing for another version.
std::optional<Uuid> publisher_of(std::string_view message);

// Returns the publications, with `received_at` as their committed_at. Returns nothing for anything but a whole message
// of this version.
std::optional<std::vector<Publication>> decode_publications(std::string_view message, Instant received_at);

}  // namespace parley::redis
