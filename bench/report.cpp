#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report.hpp"

namespace parley::bench {
namespace {

constexpr double kMicro = 1e6;
constexpr double kMega = 1e6;

double milliseconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

double cpu_micros_per_delivery(const ChatResult& result) {
  return kMicro * result.server_cpu_seconds / std::max(1.0, static_cast<double>(result.delivered));
}

std::string describe(const ChatOptions& options) {
  const std::string load =
      options.rate > 0 ? fmt::format("{:.0f} messages/s", options.rate) : fmt::format("{} senders", options.senders);
  return fmt::format("{} connections, rooms of {}, {}", options.connections, options.room_size, load);
}

}  // namespace

void Report::add(std::string_view subject, const std::string& name, const ChatOptions& options,
                 const ChatResult& result) {
  chats_.push_back({std::string(subject), name, options, result});
}

void Report::add(std::string_view subject, const std::string& name, const Figures& figures) {
  measured_.push_back({std::string(subject), name, figures});
}

void Report::add_fault(std::string_view subject, const std::string& name, const std::string& what) {
  faults_.push_back({std::string(subject), name, what});
}

std::string Report::table() const {
  std::string out =
      fmt::format("{} cores, load {:.1f} before; a write to the disk {:.2f} ms, a send {:.1f} us\n", machine_.cores,
                  machine_.load, machine_.sync_seconds * 1e3, machine_.send_seconds * kMicro);
  if (!chats_.empty()) {
    out += fmt::format(
        "\n{:<10} {:<16} {:>9} {:>12} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}\n",
        "workload", "subject", "acked/s", "delivered/s", "ack p50", "p90", "p99", "p99.9", "dlv p50", "p90", "p99",
        "us/dlv", "server", "client", "RSS MB", "faults");
  }
  for (const auto& [subject, name, options, result] : chats_) {
    const auto ack = [&](double share) { return milliseconds_of(result.acknowledgement.percentile(share)); };
    const auto delivery = [&](double share) { return milliseconds_of(result.delivery.percentile(share)); };
    out += fmt::format(
        "{:<10} {:<16} {:>9.0f} {:>12.0f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} "
        "{:>6.2f} "
        "{:>6.2f} {:>6.1f} {:>6}\n",
        name, subject, result.acknowledged_rate(), result.delivered_rate(), ack(0.5), ack(0.9), ack(0.99), ack(0.999),
        delivery(0.5), delivery(0.9), delivery(0.99), cpu_micros_per_delivery(result),
        result.server_cpu_seconds / result.seconds, result.client_cpu_seconds / result.seconds,
        static_cast<double>(result.server_resident_bytes) / kMega, result.faults.sum());
  }
  if (!chats_.empty()) {
    out += "\nLatencies in ms. us/dlv: the server's CPU time for a delivery. server, client: cores in use.\n";
    std::string_view described;
    for (const auto& chat : chats_) {
      if (chat.name != described) out += fmt::format("{}: {}\n", chat.name, describe(chat.options));
      described = chat.name;
    }
  }
  for (const auto& [subject, name, figures] : measured_) {
    out += fmt::format("\n{}, {}\n", name, subject);
    for (const auto& [description, value, unit] : figures) {
      out += fmt::format("{:>12.{}f} {:<6} {}\n", value, unit.empty() || value >= 100 ? 0 : 2, unit, description);
    }
  }
  if (!faults_.empty()) out += "\nFAULTS\n";
  for (const auto& [subject, name, what] : faults_) out += fmt::format("{}, {}: {}\n", name, subject, what);
  return out;
}

std::string Report::json() const {
  nlohmann::ordered_json out{{"cores", machine_.cores},
                             {"load", machine_.load},
                             {"sync_seconds", machine_.sync_seconds},
                             {"send_seconds", machine_.send_seconds}};
  for (const auto& [subject, name, options, result] : chats_) {
    const auto percentiles = [](const Latencies& latencies) {
      return nlohmann::ordered_json{{"p50", milliseconds_of(latencies.percentile(0.5))},
                                    {"p90", milliseconds_of(latencies.percentile(0.9))},
                                    {"p99", milliseconds_of(latencies.percentile(0.99))},
                                    {"p99.9", milliseconds_of(latencies.percentile(0.999))}};
    };
    const Faults& faults = result.faults;
    out["chats"].push_back({{"name", name},
                            {"subject", subject},
                            {"connections", options.connections},
                            {"room_size", options.room_size},
                            {"senders", options.rate > 0 ? 0 : options.senders},
                            {"rate", options.rate},
                            {"nodes", options.nodes},
                            {"seconds", result.seconds},
                            {"acknowledged_per_second", result.acknowledged_rate()},
                            {"delivered_per_second", result.delivered_rate()},
                            {"acknowledgement_ms", percentiles(result.acknowledgement)},
                            {"delivery_ms", percentiles(result.delivery)},
                            {"server_cpu_micros_per_delivery", cpu_micros_per_delivery(result)},
                            {"server_cores", result.server_cpu_seconds / result.seconds},
                            {"client_cores", result.client_cpu_seconds / result.seconds},
                            {"client_allocations", result.client_allocations},
                            {"server_resident_bytes", result.server_resident_bytes},
                            {"faults",
                             {{"unanswered", faults.unanswered},
                              {"lost", faults.lost},
                              {"doubled", faults.doubled},
                              {"gaps", faults.gaps},
                              {"misplaced", faults.misplaced}}}});
  }
  for (const auto& [subject, name, figures] : measured_) {
    for (const auto& [description, value, unit] : figures) {
      out["figures"].push_back(
          {{"name", name}, {"subject", subject}, {"description", description}, {"value", value}, {"unit", unit}});
    }
  }
  for (const auto& [subject, name, what] : faults_) {
    out["faults"].push_back({{"name", name}, {"subject", subject}, {"what", what}});
  }
  return out.dump(2) + '\n';
}

}  // namespace parley::bench
