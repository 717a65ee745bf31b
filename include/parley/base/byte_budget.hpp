// Counts the bytes that the process holds for its clients, all together and for each client, and says when they are too
// many. One client may hold an eighth of them, so that it takes several to use up what all share. The owner holds the
// budget for as long as any share of it exists. Any thread, with a mutex inside.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace parley {

class ByteBudget {
 public:
  explicit ByteBudget(std::size_t limit) : limit_(limit) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // The bytes that are held for one request. The destructor gives them back.
  class Share {
   public:
    Share(ByteBudget& budget, std::string client) : budget_(budget), client_(std::move(client)) {}
    ~Share() { budget_.give_back(client_, bytes_); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // Adds bytes. Returns false, and adds nothing, if the client or all clients together would hold too many.
    [[nodiscard]] bool grow(std::size_t bytes) {
      if (!budget_.take(client_, bytes)) return false;
      bytes_ += bytes;
      return true;
    }

   private:
    ByteBudget& budget_;
    std::string client_;
    std::size_t bytes_ = 0;
  };

  // Returns the bytes that all clients hold together.
  std::size_t held() const;

 private:
  static constexpr std::size_t kClients = 8;  // clients that together may hold everything

  bool take(const std::string& client, std::size_t bytes);
  void give_back(const std::string& client, std::size_t bytes);

  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::size_t held_ = 0;
  std::unordered_map<std::string, std::size_t> by_client_;
};

}  // namespace parley
