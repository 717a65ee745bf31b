#include <utility>

#include "bus/redis/bytes.hpp"
#include "bus/redis/lease_codec.hpp"
#include "bus/redis/replay_guard.hpp"

namespace parley::redis {

std::string lease_prefix(LeaseId lease) {
  ByteWriter writer;
  writer.id(lease);
  return writer.take();
}

std::string close_lease(const Seal& seal, UserId user, LeaseId lease, PresenceState state, Time ends_at) {
  ByteWriter writer;
  writer.id(lease);
  writer.id(user);
  writer.number(std::to_underlying(state));
  return seal.close(writer.take(), /*number=*/0, ends_at);
}

PresenceState open_lease(const Seal& seal, UserId user, std::string_view member, Time now) {
  const auto opened = seal.open(member);
  if (!opened || opened->sent_at + ReplayGuard::kLife < now) return PresenceState::offline;
  ByteReader reader(opened->message);
  reader.id<LeaseId>();
  const auto sealed_user = reader.id<UserId>();
  const auto state = reader.number<std::uint8_t>();
  const bool is_good = reader.is_at_end() && sealed_user == user && state <= std::to_underlying(PresenceState::hidden);
  return is_good ? static_cast<PresenceState>(state) : PresenceState::offline;
}

}  // namespace parley::redis
