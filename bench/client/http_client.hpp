// An HTTP client that is just good enough to prepare a workload: one request after the other on a kept-alive
// connection. It blocks; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::bench {

// Connects to the server on this machine from the given address of 127.0.0.0/8. The kernel chooses the port at the
// connection, so that each address has a range of ports of its own. The kernel keeps at most that many unread bytes; 0
// leaves the number to the kernel. Throws.
int connect_from(std::uint32_t source_address, std::uint16_t port, bool non_blocking, int receive_bytes = 0);
inline constexpr std::uint32_t kLoopback = 0x7f000001;

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port) : socket_(connect_from(kLoopback, port, false)) {}
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Return the body of a reply with a status of 2xx, and throw for any other.
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
