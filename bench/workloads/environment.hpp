// What every workload gets, and the folder and database that one run of it uses. One thread.
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
  std::filesystem::path folder;  // for the databases; on the disk whose speed counts
  std::chrono::seconds warm_up{2};
  std::chrono::seconds duration{8};
};

// A folder and, for a subject that needs one, a database. They are empty at first and deleted at the end. Servers that
// start here one after the other share the data.
class Site {
 public:
  explicit Site(const Environment& environment);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  const std::filesystem::path& folder() const { return folder_.path(); }
  const Grounds& grounds() const { return grounds_; }
  // Creates users in rooms with a server process that then ends. In the same process, the memory that this frees would
  // hide what connections take.
  Population populate(std::size_t people, std::size_t room_size) const;
  ServerCommand command() const { return environment_.subject.command(environment_.programs, grounds_); }

 private:
  const Environment& environment_;
  testing::TemporaryFolder folder_;
  Grounds grounds_;
};

}  // namespace parley::bench
