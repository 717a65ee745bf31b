// Arrays of ids, ordinals, numbers or texts as arguments of statements, so that a batch of any size needs only one
// statement. PostgreSQL gets the binary form that array_recv reads (its source, utils/adt/arrayfuncs.c), because
// reading hundreds of ids from text costs the server as much as looking them up. SQLite has no arrays: it gets the
// elements of that form as bytes, which a statement takes apart (core/store/wanted.hpp). Values; any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <parley/base/ordinal.hpp>
#include <parley/base/uuid.hpp>

namespace parley {

// The numbers of the element types in PostgreSQL's catalogue (pg_type.oid), which are the same in every database.
enum class ElementType : std::uint32_t { bigint = 20, text = 25, uuid = 2950 };

class BinaryArray {
 public:
  explicit BinaryArray(ElementType type) : type_(type) {}
  void add(const Uuid& uuid);
  void add(std::int64_t number);
  void add(std::string_view text);  // throws std::invalid_argument for a NUL, which PostgreSQL's text cannot hold
  void add_null();
  std::int32_t size() const { return size_; }
  // Returns the array in the binary form.
  std::string bytes() const;
  // Returns the elements alone, each as its length in four bytes, and then its bytes.
  std::string_view elements() const { return elements_; }

 private:
  ElementType type_;
  std::int32_t size_ = 0;
  std::string elements_;
};

// An array of one type of elements. The statement must name the type too, as in $1::uuid[].
template <class Element>
class Array {
 public:
  Array() = default;
  explicit Array(std::span<const Element> elements) {
    for (const Element& element : elements) add(element);
  }

  void add(const Element& element) { array_.add(bare(element)); }
  void add(const std::optional<Element>& element) { element ? add(*element) : array_.add_null(); }
  bool empty() const { return array_.size() == 0; }
  const BinaryArray& binary() const { return array_; }

 private:
  template <class Tag>
  static const Uuid& bare(const Id<Tag>& id) {
    return id.uuid();
  }
  template <class Tag>
  static std::int64_t bare(Ordinal<Tag> ordinal) {
    return ordinal.value();
  }
  static std::int64_t bare(std::int64_t number) { return number; }
  static std::string_view bare(std::string_view text) { return text; }

  using Bare = std::remove_cvref_t<decltype(bare(std::declval<const Element&>()))>;
  static constexpr ElementType kType = std::same_as<Bare, Uuid>           ? ElementType::uuid
                                       : std::same_as<Bare, std::int64_t> ? ElementType::bigint
                                                                          : ElementType::text;

  BinaryArray array_{kType};
};

}  // namespace parley
