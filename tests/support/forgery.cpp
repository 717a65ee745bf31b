#include <fmt/format.h>

#include <parley/hub/hub.hpp>

#include "bus/redis/publication_codec.hpp"
#include "bus/redis/sealed_stream.hpp"
#include "support/forgery.hpp"

namespace parley::testing {

Publication forged_event(const Topic& topic, std::int64_t rev, Instruction instruction) {
  Publication publication;
  publication.topic = topic;
  publication.since = rev > 0 ? rev - 1 : 0;
  publication.rev = rev;
  publication.event =
      encode_for_clients(fmt::format(R"({{"event":"message.created","data":{{"body":"{}"}}}})", kForgedBody), {});
  publication.instruction = std::move(instruction);
  return publication;
}

std::vector<std::string> forged_forms(const Publication& publication) {
  const Publication* const pointer = &publication;
  const std::string plain = redis::encode_publications(Uuid::generate(), {&pointer, 1});
  std::string older = plain;
  older.front() = 1;
  redis::SealedStream forger(std::vector<std::string>{kForgersSecret}, "publications 0");
  return {plain, older, forger.close(plain)};
}

}  // namespace parley::testing
