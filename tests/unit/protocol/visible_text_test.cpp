#include <parley/protocol/visible_text.hpp>

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

TEST(VisibleText, a_text_of_spaces_fillers_and_format_characters_shows_nothing) {
  for (const char* text :
       {"", " ", "\n\t", "\u00a0", "\u3000", "\u200b", "\u200d", "\u2060\ufeff", "\u00ad", "\u3164", "\u115f\u1160",
        "\uffa0", "\u2800", "\ufe0f", "\u202e\u202c", "\U000e0041", " \u200b\n", "\ufffc", "\U0001d159"}) {
    EXPECT_FALSE(shows_something(text)) << testing::PrintToString(text);
  }
  for (const char* text : {"a", " . ", "\u200bx", "😀", "の", "\u0301", "\u202e\u202c!", "؟"}) {
    EXPECT_TRUE(shows_something(text)) << testing::PrintToString(text);
  }
}

TEST(VisibleText, names_of_all_scripts_are_names) {
  for (const char* name :
       {"Ada", "Søren Kierkegaard", "田中　太郎", "Nguyễn Văn A", "Nguye\u0302\u0303n", "محمد", "می\u200cخواهم", "שלום",
        "สมชาย", "ก\u0e33ล\u0e31\u0e07", "कमल", "क\u094d\u200dष", "O'Neil-Smith (Ops) 2", "Ada 👩\u200d💻",
        "Ada ❤\ufe0f", "R2-D2", "№ 5", "Ödön von Horváth"}) {
    EXPECT_TRUE(is_name(name)) << testing::PrintToString(name);
  }
}

TEST(VisibleText, a_name_hides_nothing_and_turns_nothing_around) {
  for (const char* name : {"",
                           " ",
                           "...",
                           "😀",
                           "\u200b",
                           "Ada\u200b",
                           "Ada\u202eadA",
                           "\u2066Ada\u2069",
                           "Ada\u061c",
                           "Ada\u00adLovelace",
                           "Ada\u00a0Lovelace",
                           "Ada\u2028Lovelace",
                           "\u3164",
                           "Ada\u3164",
                           "Ada\u2800",
                           "\u200dAda",
                           "Ada\u200d",
                           "A\u200d\u200dda",
                           "Ada \u200c",
                           "Ada\ufe0f",
                           "Ada\ufeff",
                           "Ada\U000e0041",
                           "A\u0301\u0302\u0303da",
                           "Ada\n"}) {
    EXPECT_FALSE(is_name(name)) << testing::PrintToString(name);
  }
}

TEST(VisibleText, a_text_beside_others_hides_nothing_and_needs_no_letter) {
  for (const char* text : {"", " ", "...", "🔥", "❤\ufe0f", "urgent", "می\u200cخواهم"}) {
    EXPECT_TRUE(hides_nothing(text)) << testing::PrintToString(text);
  }
  for (const char* text : {"\u200b", "ur\u200bgent", "\u202etnegru", "a\u0301\u0302\u0303", "a\u00a0b", "a\nb"}) {
    EXPECT_FALSE(hides_nothing(text)) << testing::PrintToString(text);
  }
}

TEST(VisibleText, accents_typed_in_different_ways_are_equal_in_form_c) {
  EXPECT_EQ(nfc("e\u0301"), "é");
  EXPECT_EQ(nfc("é"), "é");
  EXPECT_EQ(nfc("plain"), "plain");
  EXPECT_EQ(nfc(""), "");
  EXPECT_NE(nfc("ﬁ"), "fi");
}

TEST(VisibleText, any_bytes_are_judged_without_harm) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    shows_something(bytes);
    is_name(bytes);
    hides_nothing(bytes);
    nfc(bytes);
  }));
}

}  // namespace
}  // namespace parley
