#include <parley/protocol/utf8.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

struct Case {
  std::string_view name;
  std::string text;
  bool valid;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all_cases{
      {"empty", "", true},
      {"ASCII", "Hello, world: longer than one machine word", true},
      {"zero byte", std::string("a\0b", 3), true},
      {"Greek", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5", true},
      {"ASCII around an emoji",
       "12345678\xf0\x9f\x91\x8b"
       "12345678",
       true},
      {"U+0080, first of two bytes", "\xc2\x80", true},
      {"U+07FF, last of two bytes", "\xdf\xbf", true},
      {"U+0800, first of three bytes", "\xe0\xa0\x80", true},
      {"U+D7FF, last before the surrogates", "\xed\x9f\xbf", true},
      {"U+E000, first after the surrogates", "\xee\x80\x80", true},
      {"U+FFFF, a noncharacter", "\xef\xbf\xbf", true},
      {"U+10000, first of four bytes", "\xf0\x90\x80\x80", true},
      {"U+10FFFF, the last of all", "\xf4\x8f\xbf\xbf", true},
      {"U+110000, beyond the last", "\xf4\x90\x80\x80", false},
      {"lead byte F5", "\xf5\x80\x80\x80", false},
      {"lead byte F8 of five bytes", "\xf8\x88\x80\x80\x80", false},
      {"lead byte FC of six bytes", "\xfc\x84\x80\x80\x80\x80", false},
      {"byte FE", "\xfe", false},
      {"byte FF", "\xff", false},
      {"U+D800, first surrogate", "\xed\xa0\x80", false},
      {"U+DFFF, last surrogate", "\xed\xbf\xbf", false},
      {"surrogate pair", "\xed\xa0\x80\xed\xb0\x80", false},
      {"overlong slash in two bytes", "\xc0\xaf", false},
      {"overlong slash in three bytes", "\xe0\x80\xaf", false},
      {"overlong slash in four bytes", "\xf0\x80\x80\xaf", false},
      {"overlong U+007F", "\xc1\xbf", false},
      {"overlong U+07FF", "\xe0\x9f\xbf", false},
      {"overlong U+FFFF", "\xf0\x8f\xbf\xbf", false},
      {"lone continuation byte", "\x80", false},
      {"continuation byte after ASCII", "abcdefgh\xbf", false},
      {"one continuation byte too many", "\xc3\xa9\x80", false},
      {"two bytes, cut", "\xc3", false},
      {"three bytes, cut after two", "\xe2\x82", false},
      {"four bytes, cut after three", "\xf0\x9f\x91", false},
      {"ASCII inside a sequence", "\xe2\x82\x41", false},
      {"lead byte inside a sequence", "\xf0\x9f\xc3\xa9", false},
  };
  return all_cases;
}

// Returns the size of the sequence that a lead byte announces, or 0 if it is no lead byte.
std::size_t sequence_size(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >> 5 == 0b110) return 2;
  if (lead >> 4 == 0b1110) return 3;
  return lead >> 3 == 0b11110 ? 4 : 0;
}

bool may_be_written(std::uint32_t point, std::size_t size) {
  constexpr std::array<std::uint32_t, 5> kFirstOfSize{0, 0, 0x80, 0x800, 0x10000};
  return point >= kFirstOfSize.at(size) && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
}

// Applies the definition to one character after the other: decodes it, then checks that the code point is allowed and
// in its shortest form.
bool is_utf8_by_definition(std::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<std::uint8_t>(text.front());
    const std::size_t size = sequence_size(lead);
    if (size == 0 || size > text.size()) return false;
    std::uint32_t point = size == 1 ? lead : lead & (0xFF >> (size + 1));
    for (const char c : text.substr(1, size - 1)) {
      const auto byte = static_cast<std::uint8_t>(c);
      if (byte >> 6 != 0b10) return false;
      point = point << 6 | (byte & 0x3F);
    }
    if (!may_be_written(point, size)) return false;
    text.remove_prefix(size);
  }
  return true;
}

// Returns how many bytes the validator takes before it refuses, or nothing if it never refuses.
std::optional<std::size_t> refused_at(std::string_view text) {
  Utf8Validator validator;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!validator.consume(text.substr(i, 1))) {
      return i;
    }
  }
  return std::nullopt;
}

TEST(Utf8, every_case_is_judged_right_whole_and_split_at_every_position) {
  for (const Case& row : cases()) {
    EXPECT_EQ(is_utf8(row.text), row.valid) << row.name;
    EXPECT_EQ(is_utf8_by_definition(row.text), row.valid) << row.name << " by the reference";
    for (std::size_t cut = 0; cut <= row.text.size(); ++cut) {
      const std::string_view text = row.text;
      Utf8Validator validator;
      const bool valid =
          validator.consume(text.substr(0, cut)) && validator.consume(text.substr(cut)) && validator.is_complete();
      EXPECT_EQ(valid, row.valid) << row.name << " cut at " << cut;
    }
  }
}

TEST(Utf8, an_error_is_found_at_the_first_byte_that_makes_it_one) {
  EXPECT_EQ(refused_at("\xc0\xaf"), 0U);
  EXPECT_EQ(refused_at("\xe0\x9f\xbf"), 1U);
  EXPECT_EQ(refused_at("\xed\xa0\x80"), 1U);
  EXPECT_EQ(refused_at("\xf4\x90\x80\x80"), 1U);
  EXPECT_EQ(refused_at("ab\xe2\x82"
                       "c"),
            4U);
  EXPECT_EQ(refused_at("ab\xe2\x82"), std::nullopt);
}

TEST(Utf8, it_agrees_with_the_definition_on_every_sequence_of_two_bytes_and_a_continuation) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const std::string_view tail : {"", "\x80", "\x80\x80", "\xbf", "\xbf\xbf", "a"}) {
        std::string text{static_cast<char>(first), static_cast<char>(second)};
        text += tail;
        ASSERT_EQ(is_utf8(text), is_utf8_by_definition(text)) << first << ' ' << second << ' ' << tail.size();
      }
    }
  }
}

TEST(Utf8, it_agrees_with_the_definition_on_random_bytes_in_random_pieces) {
  EXPECT_TRUE(rc::check([] {
    // Pieces of valid text make long valid runs likely, and runs that are almost valid.
    const auto rows = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, cases().size()));
    std::string text;
    for (const std::size_t row : rows) {
      text += cases()[row].text;
    }
    if (!text.empty() && *rc::gen::arbitrary<bool>()) {
      text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    }
    Utf8Validator validator;
    bool valid = true;
    for (std::size_t at = 0; valid && at < text.size();) {
      const auto size = *rc::gen::inRange<std::size_t>(1, 12);
      valid = validator.consume(std::string_view(text).substr(at, size));
      at += size;
    }
    RC_ASSERT((valid && validator.is_complete()) == is_utf8_by_definition(text));
  }));
}

}  // namespace
}  // namespace parley
