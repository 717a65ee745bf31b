// The results, as a table for people or as JSON for programs. A value; one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "figure.hpp"
#include "machine.hpp"
#include "workloads/chat.hpp"

namespace parley::bench {

class Report {
 public:
  explicit Report(const Machine& machine) : machine_(machine) {}

  // `subject` is the server that was measured, `name` is the workload.
  void add(std::string_view subject, const std::string& name, const ChatOptions& options, const ChatResult& result);
  void add(std::string_view subject, const std::string& name, const Figures& figures);
  // Reports that something forbidden happened, in any of the runs.
  void add_fault(std::string_view subject, const std::string& name, const std::string& what);

  std::string table() const;
  std::string json() const;
  bool has_faults() const { return !faults_.empty(); }

 private:
  struct Chat {
    std::string subject;
    std::string name;
    ChatOptions options;
    ChatResult result;
  };
  struct Measured {
    std::string subject;
    std::string name;
    Figures figures;
  };
  struct Fault {
    std::string subject;
    std::string name;
    std::string what;
  };

  Machine machine_;
  std::vector<Chat> chats_;
  std::vector<Measured> measured_;
  std::vector<Fault> faults_;
};

}  // namespace parley::bench
