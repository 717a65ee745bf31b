#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "client/http_client.hpp"
#include "machine.hpp"
#include "support/temporary_folder.hpp"

namespace parley::bench {
namespace {

double measure_sync(const std::filesystem::path& folder) {
  constexpr std::size_t kWrites = 101;
  const testing::TemporaryFolder own(folder);
  const int file = ::open((own.path() / "sync").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const std::array<char, 4096> page{};
  std::vector<double> times;
  for (std::size_t i = 0; i < kWrites; ++i) {
    const auto began = std::chrono::steady_clock::now();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) {
      throw std::runtime_error("cannot write in " + folder.string());
    }
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }
  ::close(file);
  std::ranges::sort(times);
  return times[kWrites / 2];
}

double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Pairs of connected sockets whose two ends are in this process.
class Pairs {
 public:
  explicit Pairs(std::size_t count) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(kLoopback);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0) {
      throw std::runtime_error("no port of 127.0.0.1 is free");
    }
    ::listen(listener_, SOMAXCONN);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    for (std::size_t i = 0; i < count; ++i) {
      receivers_.push_back(connect_from(kLoopback, ntohs(address.sin_port), /*non_blocking=*/false));
      senders_.push_back(::accept(listener_, nullptr, nullptr));
    }
  }
  ~Pairs() {
    ::close(listener_);
    for (const int socket : senders_) ::close(socket);
    for (const int socket : receivers_) ::close(socket);
  }
  Pairs(const Pairs&) = delete;
  Pairs& operator=(const Pairs&) = delete;

  const std::vector<int>& senders() const { return senders_; }
  const std::vector<int>& receivers() const { return receivers_; }

 private:
  int listener_;
  std::vector<int> senders_;
  std::vector<int> receivers_;
};

double measure_send() {
  constexpr std::size_t kPairs = 500;
  constexpr std::size_t kRounds = 20;
  const Pairs pairs(kPairs);
  std::array<char, 330> bytes{};
  double spent = 0;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const double began = processor_seconds();
    for (const int socket : pairs.senders()) {
      if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) throw std::runtime_error("cannot send");
    }
    spent += processor_seconds() - began;
    for (const int socket : pairs.receivers()) ::recv(socket, bytes.data(), bytes.size(), MSG_WAITALL);
  }
  return spent / (kPairs * kRounds);
}

}  // namespace

Machine examine_machine(const std::filesystem::path& folder) {
  Machine machine{.cores = std::thread::hardware_concurrency(),
                  .sync_seconds = measure_sync(folder),
                  .send_seconds = measure_send()};
  if (::getloadavg(&machine.load, 1) != 1) machine.load = 0;
  return machine;
}

}  // namespace parley::bench
