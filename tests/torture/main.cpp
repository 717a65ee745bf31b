// Tortures a cluster of three nodes and reports the result:
//   parley_torture [--seconds 5] [--rounds 1] [--faults node_killed,mixed] [--seed 1]
// A fault lasts --seconds; a silent PostgreSQL lasts four times and a stopped Redis six times as long. The exit code is
// 1 when anything acknowledged was lost, doubled or out of order, or when a client did not get the final state.
#include <algorithm>
#include <charconv>
#include <iostream>
#include <random>
#include <set>
#include <sstream>

#include <fmt/core.h>

#include "torture/round.hpp"

namespace parley::torture {
namespace {

struct Options {
  double length = 5;  // in seconds
  int rounds = 1;
  std::set<std::string> faults;  // empty for all faults
  std::uint64_t seed = std::random_device()();
};

[[noreturn]] void explain() {
  std::cerr << "parley_torture [--seconds 5] [--rounds 1] [--faults a,b] [--seed 1]; the faults are\n";
  for (const Fault& fault : all_faults()) std::cerr << "  " << fault.name << ": " << fault.description << '\n';
  std::exit(2);  // NOLINT(concurrency-mt-unsafe): before there is a thread
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value <= 0) explain();
  return value;
}

std::set<std::string> names(const std::string& list) {
  std::set<std::string> all;
  std::istringstream words(list);
  for (std::string name; std::getline(words, name, ',');) {
    if (std::ranges::none_of(all_faults(), [&](const Fault& fault) { return fault.name == name; })) explain();
    all.insert(name);
  }
  return all;
}

Options options_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (i + 1 == words.size()) explain();
    const std::string& value = words[i + 1];
    if (words[i] == "--seconds") {
      options.length = number<double>(value);
    } else if (words[i] == "--rounds") {
      options.rounds = number<int>(value);
    } else if (words[i] == "--faults") {
      options.faults = names(value);
    } else if (words[i] == "--seed") {
      options.seed = number<std::uint64_t>(value);
    } else {
      explain();
    }
  }
  return options;
}

constexpr const char* kRow = "| {:46} | {:>6} | {:>12} | {:>4} | {:>7} | {:>12} | {:>11} | {:>12} |\n";

void print_head() {
  fmt::print(kRow, "fault", "rounds", "acknowledged", "lost", "doubled", "out of order", "converged", "refused");
  fmt::print(kRow, "---", "---", "---", "---", "---", "---", "---", "---");
}

std::string in_seconds(milliseconds time) { return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000); }

// Returns false if anything went wrong.
bool play(Cluster& cluster, const Fault& fault, const Options& options, std::mt19937_64& random) {
  const milliseconds length(static_cast<std::int64_t>(options.length * 1000));
  RoundResult worst;
  for (int round = 0; round < options.rounds; ++round) {
    const RoundResult result = play_round(cluster, fault, length, Ending::silence, random());
    worst.verdict += result.verdict;
    worst.time_to_converge = std::max(worst.time_to_converge, result.time_to_converge);
    worst.slowest_error = std::max(worst.slowest_error, result.slowest_error);
  }
  const Verdict& sum = worst.verdict;
  fmt::print(kRow, fault.description, options.rounds, sum.acknowledged, sum.lost, sum.doubled, sum.disordered,
             in_seconds(worst.time_to_converge), in_seconds(worst.slowest_error));
  std::fflush(stdout);
  for (const std::string& text : sum.faults) std::cerr << fault.name << ": " << text << '\n';
  return sum.is_clean();
}

int torture(const Options& options) {
  fmt::print("seed {}, faults of {} s\n\n", options.seed, options.length);
  std::mt19937_64 random(options.seed);
  Cluster cluster(random(), {"auth.access_token_minutes=1000"});
  print_head();
  bool is_clean = true;
  for (const Fault& fault : all_faults()) {
    if (!options.faults.empty() && !options.faults.contains(std::string(fault.name))) continue;
    is_clean &= play(cluster, fault, options, random);
  }
  for (std::size_t node = 0; node < kNodes; ++node) cluster.stop(node);
  for (const std::string& complaint : cluster.complaints()) {
    std::cerr << complaint << '\n';
    is_clean = false;
  }
  return is_clean ? 0 : 1;
}

}  // namespace
}  // namespace parley::torture

int main(int count, char** words) {
  try {
    return parley::torture::torture(parley::torture::options_of({words + 1, words + count}));
  } catch (const std::exception& error) {
    std::cerr << "the torture could not go on: " << error.what() << '\n';
    return 1;
  }
}
