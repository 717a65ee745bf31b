// Generates valid UTF-8 texts: letters of many scripts, marks, emoji with their joiners, punctuation and spaces. Any
// thread.
#pragma once

#include <string>
#include <vector>

#include <rapidcheck.h>

namespace parley::testing {

inline rc::Gen<std::string> any_text() {
  static const std::vector<std::string> kPieces = {"a",
                                                   "B",
                                                   "hello",
                                                   "World",
                                                   "é",
                                                   "É",
                                                   "\u0301",
                                                   "ß",
                                                   "ﬁ",
                                                   "İ",
                                                   "ı",
                                                   "ø",
                                                   "Ω",
                                                   "ж",
                                                   "й",
                                                   "ش",
                                                   "\u064e",
                                                   "ש",
                                                   "\u05b8",
                                                   "手",
                                                   "机",
                                                   "世",
                                                   "界",
                                                   "が",
                                                   "か\u3099",
                                                   "ｶﾞ",
                                                   "ー",
                                                   "한",
                                                   "\u1112\u1161\u11ab",
                                                   "ไ",
                                                   "กุ",
                                                   "ท",
                                                   "क्षि",
                                                   "7",
                                                   "٣",
                                                   "²",
                                                   "½",
                                                   "👍",
                                                   "🏽",
                                                   "👨‍👩‍👧",
                                                   "❤\ufe0f",
                                                   "🇩🇪",
                                                   "#\ufe0f\u20e3",
                                                   "\u200d",
                                                   "\u00ad",
                                                   "\u202e",
                                                   " ",
                                                   "  ",
                                                   "\n",
                                                   ".",
                                                   ",",
                                                   "\"",
                                                   "“",
                                                   "”",
                                                   "'",
                                                   "\\",
                                                   "*",
                                                   "%",
                                                   "_",
                                                   "-",
                                                   "(",
                                                   ")",
                                                   "&",
                                                   "|",
                                                   "!",
                                                   ":",
                                                   "~",
                                                   "<",
                                                   ">",
                                                   "AND",
                                                   "OR",
                                                   "NOT",
                                                   "NEAR",
                                                   "\ufdfa",
                                                   "\ufffd",
                                                   "😀"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& piece : pieces) text += piece;
                        return text;
                      });
}

}  // namespace parley::testing
