// Enough of an HTTP client to prepare a workload: one request after the other on a connection that is kept. Blocks; one
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::bench {

// A TCP connection to the server on this machine, from the given address of 127.0.0.0/8; the kernel chooses the port
// when it connects, so that each address has its own range of them. The kernel holds so many bytes that were not read
// yet; 0 leaves that to it. Throws.
int connect_from(std::uint32_t source_address, std::uint16_t port, bool non_blocking, int receive_bytes = 0);
inline constexpr std::uint32_t kLoopback = 0x7f000001;

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port) : socket_(connect_from(kLoopback, port, false)) {}
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Give the body of a reply that says 2xx; throw otherwise.
  std::string get(std::string_view path, std::string_view token = {}) { return exchange("GET", path, {}, token); }
  std::string post(std::string_view path, std::string_view json, std::string_view token = {}) {
    return exchange("POST", path, json, token);
  }

 private:
  std::string exchange(std::string_view method, std::string_view path, std::string_view body, std::string_view token);
  void write(std::string_view bytes) const;
  void read_more();

  int socket_;
  std::string received_;
};

}  // namespace parley::bench
