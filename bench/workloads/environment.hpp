// What every workload is given, and the ground on which one run of it stands. One thread.
#pragma once

#include <chrono>
#include <filesystem>

#include "client/population.hpp"
#include "subjects/backends.hpp"
#include "subjects/subject.hpp"
#include "support/temporary_folder.hpp"

namespace parley::bench {

struct Environment {
  const Subject& subject;
  const Programs& programs;
  Backends& backends;
  std::filesystem::path folder;  // for the databases, on the disk whose speed is to count
  std::chrono::seconds warm_up{2};
  std::chrono::seconds duration{8};
};

// A folder and, for a subject that needs it, a database, both empty at first and gone at the end. Servers that are
// started here one after the other find what the one before them left.
class Site {
 public:
  explicit Site(const Environment& environment);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  const std::filesystem::path& folder() const { return folder_.path(); }
  const Grounds& grounds() const { return grounds_; }
  // People in rooms, made by a server process that has ended: what it freed would hide what connections take.
  Population populate(std::size_t people, std::size_t room_size) const;
  ServerCommand command() const { return environment_.subject.command(environment_.programs, grounds_); }

 private:
  const Environment& environment_;
  testing::TemporaryFolder folder_;
  Grounds grounds_;
};

}  // namespace parley::bench
