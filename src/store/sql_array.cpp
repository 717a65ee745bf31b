#include <parley/store/sql_array.hpp>

#include <stdexcept>

namespace parley {
namespace {

// Appends a number in big-endian order, as PostgreSQL's protocol has it.
template <std::integral Number>
void append_number(std::string& bytes, Number number) {
  for (std::size_t left = sizeof number; left > 0; --left) {
    bytes += static_cast<char>(static_cast<std::make_unsigned_t<Number>>(number) >> 8U * (left - 1));
  }
}

// Appends an element: its length in four bytes, then its bytes.
void append_sized(std::string& bytes, std::string_view element) {
  append_number(bytes, static_cast<std::int32_t>(element.size()));
  bytes += element;
}

}  // namespace

void BinaryArray::add(const Uuid& uuid) {
  append_sized(elements_, {reinterpret_cast<const char*>(uuid.bytes().data()), uuid.bytes().size()});
  ++size_;
}

void BinaryArray::add(std::int64_t number) {
  append_number(elements_, std::int32_t{sizeof number});
  append_number(elements_, number);
  ++size_;
}

void BinaryArray::add(std::string_view text) {
  if (text.contains('\0')) throw std::invalid_argument("a text holds a NUL");
  append_sized(elements_, text);
  ++size_;
}

void BinaryArray::add_null() {
  append_number(elements_, std::int32_t{-1});  // a length of -1 means NULL
  ++size_;
}

// The header is: the number of dimensions, a flag for NULLs, the element type, and for each dimension its size and its
// first index.
std::string BinaryArray::bytes() const {
  constexpr std::int32_t kMayHoldNull = 1;
  constexpr std::int32_t kLowerBound = 1;
  std::string bytes;
  append_number(bytes, std::int32_t{size_ > 0});  // dimensions: an empty array has none
  append_number(bytes, kMayHoldNull);
  append_number(bytes, static_cast<std::uint32_t>(type_));
  if (size_ == 0) return bytes;
  append_number(bytes, size_);
  append_number(bytes, kLowerBound);
  return bytes + elements_;
}

}  // namespace parley
