// Defines identifiers: UUIDs of version 7 (RFC 9562 §5.7), which sort by their creation time. Values; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

class Uuid {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  constexpr Uuid() = default;
  explicit constexpr Uuid(const Bytes& bytes) : bytes_(bytes) {}

  // Returns a new UUID of version 7, greater than every UUID that this process generated before.
  static Uuid generate();
  // Reads the text form of 36 characters, in upper or lower case. Returns nothing for any other text.
  static std::optional<Uuid> parse(std::string_view text);

  // Returns the text form of 36 characters, in lower case.
  std::string text() const;
  constexpr const Bytes& bytes() const { return bytes_; }
  constexpr bool is_nil() const { return *this == Uuid{}; }
  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  Bytes bytes_{};
};

// A UUID with a type for each kind of thing, so that a user's id cannot be passed as a conversation's id.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  explicit constexpr Id(const Uuid& uuid) : uuid_(uuid) {}

  static Id generate() { return Id(Uuid::generate()); }
  static std::optional<Id> parse(std::string_view text) {
    return Uuid::parse(text).transform([](const Uuid& uuid) { return Id(uuid); });
  }

  std::string text() const { return uuid_.text(); }
  constexpr const Uuid& uuid() const { return uuid_; }
  constexpr bool is_nil() const { return uuid_.is_nil(); }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;

 private:
  Uuid uuid_;
};

}  // namespace parley

template <>
struct std::hash<parley::Uuid> {
  std::size_t operator()(const parley::Uuid& uuid) const noexcept;
};

template <class Tag>
struct std::hash<parley::Id<Tag>> {
  std::size_t operator()(const parley::Id<Tag>& id) const noexcept { return std::hash<parley::Uuid>{}(id.uuid()); }
};
