// The forms in the schemas against the checks of the server: a client that follows the one is not refused by the other.
#include <parley/core/forms.hpp>

#include <regex>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "features/accounts/policy.hpp"

namespace parley {
namespace {

std::wstring wide(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }

// Texts of characters that some check treats in a way of its own.
rc::Gen<std::string> texts() {
  const auto character =
      rc::gen::element<std::string>("a", "Z", "0", ".", "_", "-", "@", " ", "\t", "\x1f", "\x7f", "é", "\u0085", "😀");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(character), [](const auto& characters) {
    std::string text;
    for (const std::string& one : characters) text += one;
    return text;
  });
}

std::wstring decoded(const std::string& text) {
  std::wstring characters;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const int more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    std::uint32_t character = more == 0 ? lead : lead & (0x3fu >> more);
    for (int i = 1; i <= more; ++i) character = character << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3fu);
    characters += static_cast<wchar_t>(character);
    at += static_cast<std::size_t>(more) + 1;
  }
  return characters;
}

bool permits(const Form& form, const std::string& text) {
  return std::regex_match(decoded(text), std::wregex(wide(form.pattern)));
}

// The length is said by the bounds of a field, not by its form.
template <class Check>
void expect_agreement(const Form& form, Check fault_in) {
  EXPECT_TRUE(rc::check([&] {
    const std::string text = *texts();
    const std::optional<FieldError> fault = fault_in(text);
    if (fault && fault->code != FieldFault::invalid) RC_DISCARD("too short or too long");
    RC_ASSERT(permits(form, text) == !fault);
  }));
}

TEST(Forms, a_username_has_the_form_that_the_schema_tells) { expect_agreement(kUsernameForm, fault_in_username); }

TEST(Forms, an_email_address_has_the_form_that_the_schema_tells) { expect_agreement(kEmailForm, fault_in_email); }

TEST(Forms, an_empty_text_removes_an_email_address) {
  EXPECT_TRUE(permits(kEmailOrNothingForm, ""));
  EXPECT_TRUE(permits(kEmailOrNothingForm, "ann@example.org"));
  EXPECT_FALSE(permits(kEmailOrNothingForm, "ann"));
}

}  // namespace
}  // namespace parley
