// What was measured, as a table for people or as JSON for programs. A value; one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "machine.hpp"
#include "workloads/chat.hpp"

namespace parley::bench {

class Report {
 public:
  explicit Report(const Machine& machine) : machine_(machine) {}

  // `subject` is who was measured, `name` the workload.
  void add(std::string_view subject, const std::string& name, const ChatOptions& options, const ChatResult& result);
  // One figure, with its unit: "ms".
  void add(std::string_view subject, const std::string& name, const std::string& description, double value,
           const std::string& unit);

  std::string table() const;
  std::string json() const;
  bool has_faults() const;

 private:
  struct Chat {
    std::string subject;
    std::string name;
    ChatOptions options;
    ChatResult result;
  };
  struct Figure {
    std::string subject;
    std::string name;
    std::string description;
    double value;
    std::string unit;
  };

  Machine machine_;
  std::vector<Chat> chats_;
  std::vector<Figure> figures_;
};

}  // namespace parley::bench
