// Holds the event loops. One thread runs each loop, and the thread that calls run() runs the first one. The composition
// root owns it.
#pragma once

#include <memory>
#include <span>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>

#include <parley/base/task.hpp>

namespace parley {

class Loops {
 public:
  explicit Loops(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      owned_.push_back(std::make_unique<asio::io_context>(1));
      pointers_.push_back(owned_.back().get());
      guards_.emplace_back(owned_.back()->get_executor());
    }
  }

  // Runs all loops until each has ended. Blocks.
  void run() {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < owned_.size(); ++i) threads.emplace_back([loop = pointers_[i]] { loop->run(); });
    owned_[0]->run();
  }

  // Lets each loop end as soon as it has nothing left to do.
  void release() { guards_.clear(); }
  asio::io_context& first() { return *owned_[0]; }
  std::span<asio::io_context* const> all() const { return pointers_; }

 private:
  std::vector<std::unique_ptr<asio::io_context>> owned_;
  std::vector<asio::io_context*> pointers_;
  std::vector<asio::executor_work_guard<Executor>> guards_;
};

}  // namespace parley
