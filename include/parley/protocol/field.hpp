// What a type looks like on the wire, described once for reading, writing and the schema:
//
//   struct Rename { ConversationId conversation; Line title; };
//   template <> struct Fields<Rename> {
//     static constexpr std::string_view name = "Rename";
//     static constexpr auto list = std::tuple{
//         field("conversation", &Rename::conversation, "The conversation."),
//         field("title", &Rename::title, "Its new title.", Bounds{1, kTitleMost})};
//   };
//
// A std::optional member may be absent or null. A `defaulted` member keeps its initial value when it is absent. A
// `sparse` member is left out when it is empty or false. Plain values; any thread.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>
#include <vector>

#include <parley/base/limits.hpp>

namespace parley {

// What a text looks like, in the words of JSON Schema: a format and a pattern, either of which may be empty. It tells
// clients in advance what the server checks elsewhere.
struct Form {
  std::string_view format = {};
  std::string_view pattern = {};
};

// Least and greatest: of a number, of a text's characters, of the items of a list or a map. A limit that is configured
// bounds from above too. Bounds of a text may have its form as well.
struct Bounds {
  constexpr Bounds() = default;
  constexpr explicit Bounds(std::int64_t low) : least(low) {}
  constexpr Bounds(std::int64_t low, std::int64_t high, std::size_t Limits::* configured = nullptr)
      : least(low), greatest(high), limit(configured) {}
  constexpr Bounds(std::int64_t low, std::size_t Limits::* configured) : least(low), limit(configured) {}

  // Returns these bounds for a text of that form.
  constexpr Bounds with(const Form& wanted) const {
    Bounds bounds = *this;
    bounds.form = wanted;
    return bounds;
  }

  // Returns the bounds under this configuration.
  Bounds under(const Limits& limits) const {
    Bounds bounds = *this;
    if (limit) bounds.greatest = std::min(greatest, static_cast<std::int64_t>(limits.*limit));
    return bounds;
  }

  std::int64_t least = 0;
  std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
  std::size_t Limits::* limit = nullptr;
  Form form = {};
};

// The fields of a structure, see the top of this file.
template <class T>
struct Fields;

template <class T>
concept Described = requires { Fields<T>::list; };

// The texts of an enumeration's values: static constexpr std::array<std::pair<E, std::string_view>, N> list.
template <class E>
struct Names;

template <class E>
concept Named = requires { Names<E>::list; };

template <class T, class Member>
struct Field {
  std::string_view name;
  Member T::* member;
  std::string_view description;
  Bounds bounds;
  bool has_default;
  bool is_sparse = false;
  std::string_view old_name = {};  // read as well, and described as deprecated
};

template <class T, class Member>
constexpr auto field(std::string_view name, Member T::* member, std::string_view description, Bounds bounds = {}) {
  return Field<T, Member>{name, member, description, bounds, false};
}

template <class T, class Member>
constexpr auto defaulted(std::string_view name, Member T::* member, std::string_view description, Bounds bounds = {}) {
  return Field<T, Member>{name, member, description, bounds, true};
}

template <class T, class Member>
constexpr auto sparse(std::string_view name, Member T::* member, std::string_view description) {
  return Field<T, Member>{name, member, description, {}, true, true};
}

// A field that had another name once. Clients may still send it under that name.
template <class T, class Member>
constexpr auto renamed(std::string_view name, std::string_view old_name, Member T::* member,
                       std::string_view description, Bounds bounds = {}) {
  return Field<T, Member>{name, member, description, bounds, false, false, old_name};
}

inline bool is_blank(std::same_as<bool> auto value) { return !value; }
template <class T>
bool is_blank(const std::vector<T>& values) {
  return values.empty();
}

// A field that is worked out when it is written, and never read.
template <class T, class Value>
struct Derived {
  std::string_view name;
  Value (*value)(const T&);
  std::string_view description;
};

template <class T, class Value>
constexpr auto derived(std::string_view name, Value (*value)(const T&), std::string_view description) {
  return Derived<T, Value>{name, value, description};
}

template <class T, class Visit>
constexpr void each_field(Visit&& visit) {
  std::apply([&](const auto&... fields) { (visit(fields), ...); }, Fields<T>::list);
}

}  // namespace parley
