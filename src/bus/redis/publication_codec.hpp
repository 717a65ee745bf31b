// Publications as they travel between nodes: a binary format of our own, all of one message for one topic. Nodes of
// different versions may share a Redis while a cluster is upgraded, so the first byte says which version wrote it, and
// whoever does not know that version leaves the message to the database. Pure; any thread.
//
//   message      version u8, publisher 16 bytes, topic, count u32, publications
//   topic        kind u8 (0 conversation, 1 user), id 16 bytes
//   publication  parts u8 (which of the optional ones follow), since i64, rev i64,
//                [except 16 bytes], [hidden_message i64], instruction, [event], [otherwise]
//   instruction  kind u8: 0 none, 1 user 16 bytes, 2 conversation 16 bytes, rev i64, joined_seq i64,
//                3 reason u8, count u32, sessions 16 bytes each
//   event        frame, deflated frame: u32 and as many bytes
//
// Numbers are big-endian. `committed_at` stays at home, because two machines' monotonic clocks have nothing in common.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/uuid.hpp>
#include <parley/bus/event_bus.hpp>

namespace parley::redis {

// The publications, all of one topic and at least one.
std::string encode_publications(const Uuid& publisher, std::span<const Publication* const> publications);

// Who published the message, read from its head alone; nothing where that is not of our version.
std::optional<Uuid> publisher_of(std::string_view message);

// Nothing for anything but a whole message of our version. `received_at` becomes their committed_at.
std::optional<std::vector<Publication>> decode_publications(std::string_view message, Instant received_at);

}  // namespace parley::redis
