// The judge first looks each promise up in the logs, then walks through the logs to find messages that nobody was
// promised, repeats, gaps and a wrong order.
#include <iterator>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "torture/history.hpp"

namespace parley::torture {
namespace {

constexpr std::size_t kFaultsInWords = 10;

using Place = std::pair<std::string, std::int64_t>;  // a conversation and a seq

class Judge {
 public:
  explicit Judge(const Logs& logs) : logs_(logs) {}

  // Checks that each promise is kept. The messages of a writer were acknowledged one after the other, so each has a
  // higher seq than the one before.
  void hear(const std::vector<Promise>& promises) {
    std::map<std::string, std::int64_t> last_seq;
    for (const Promise& promise : promises) {
      ++verdict_.acknowledged;
      const std::int64_t before = std::exchange(last_seq[promise.conversation], promise.seq);
      if (promise.seq <= before) count(verdict_.disordered, "acknowledged out of order", text(promise));
      const Json* const message = find(promise);
      if (message == nullptr || !is_kept(promise, *message)) {
        count(verdict_.lost, "lost", text(promise) + ", there is " + (message ? message->dump() : "nothing"));
      }
      promised_.emplace(promise.conversation, promise.seq);
    }
  }

  Verdict conclude() {
    for (const auto& [conversation, log] : logs_) inspect(conversation, log);
    return std::move(verdict_);
  }

 private:
  static std::string text(const Promise& promise) {
    return promise.conversation + " seq " + std::to_string(promise.seq) + " number " + std::to_string(promise.number) +
           " of " + promise.sender;
  }

  static bool is_kept(const Promise& promise, const Json& message) {
    if (message.at("sender") != promise.sender || message.at("client_id") != std::to_string(promise.number)) {
      return false;
    }
    const auto& body = message.at("body").get_ref<const std::string&>();
    if (promise.is_deleted) return message.contains("deleted_at") && body.empty();
    return !message.contains("deleted_at") && body == promise.body;
  }

  const Json* find(const Promise& promise) const {
    const auto log = logs_.find(promise.conversation);
    if (log == logs_.end()) return nullptr;
    const auto& messages = log->second.messages;
    if (promise.seq < 1 || promise.seq > std::ssize(messages)) return nullptr;
    return &messages[static_cast<std::size_t>(promise.seq) - 1];
  }

  // Seqs must have no gap, each client_id must come once and with a promise, and a sender's numbers must ascend.
  void inspect(const std::string& conversation, const Log& log) {
    std::set<std::pair<std::string, std::string>> seen;
    std::map<std::string, int> last_number;
    std::int64_t last_seq = 0;
    for (const Json& message : log.messages) {
      const std::int64_t seq = message.at("seq");
      const std::string sender = message.at("sender");
      const std::string client_id = message.at("client_id");
      const std::string where = conversation + " seq " + std::to_string(seq);
      if (seq != last_seq + 1) count(verdict_.lost, "a gap before", where);
      last_seq = seq;
      if (!seen.emplace(sender, client_id).second) {
        count(verdict_.doubled, "twice", fmt::format("{} {}", where, client_id));
      } else if (!promised_.contains({conversation, seq})) {
        count(verdict_.doubled, "never acknowledged", fmt::format("{} {}", where, client_id));
      }
      const int number = std::stoi(client_id);
      if (number <= std::exchange(last_number[sender], number)) count(verdict_.disordered, "out of order", where);
    }
  }

  void count(std::int64_t& counter, const std::string& what, const std::string& where) {
    ++counter;
    if (verdict_.faults.size() < kFaultsInWords) verdict_.faults.push_back(what + ": " + where);
  }

  const Logs& logs_;
  std::set<Place> promised_;
  Verdict verdict_;
};

std::string difference(const e2e::ClientModel::Conversation& known, const Log& log) {
  if (known.rev != log.rev) return "rev " + std::to_string(known.rev) + " instead of " + std::to_string(log.rev);
  for (const Json& message : log.messages) {
    if (message.at("seq") < known.known_from) continue;
    const auto found = known.messages.find(message.at("seq"));
    if (found == known.messages.end()) return "lacks " + message.dump();
    if (found->second != message) return found->second.dump() + " instead of " + message.dump();
  }
  return {};
}

}  // namespace

Verdict& Verdict::operator+=(const Verdict& other) {
  acknowledged += other.acknowledged;
  lost += other.lost;
  doubled += other.doubled;
  disordered += other.disordered;
  faults.insert(faults.end(), other.faults.begin(), other.faults.end());
  return *this;
}

Verdict judge(const std::vector<std::vector<Promise>>& promises, const Logs& logs) {
  Judge judge(logs);
  for (const auto& of_one_writer : promises) judge.hear(of_one_writer);
  return judge.conclude();
}

std::string difference(const e2e::ClientModel& model, const Logs& logs) {
  for (const auto& [conversation, log] : logs) {
    const auto known = model.conversations().find(conversation);
    const std::string found = known == model.conversations().end() ? "not there" : difference(known->second, log);
    if (!found.empty()) return fmt::format("{}: {}", conversation, found);
  }
  return {};
}

}  // namespace parley::torture
