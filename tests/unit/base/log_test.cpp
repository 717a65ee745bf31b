#include <parley/base/log.hpp>

#include <cmath>
#include <limits>
#include <unistd.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include <parley/base/log_line.hpp>

namespace parley::log {
namespace {

using nlohmann::json;

const Time kNow = *parse_time("2026-01-31T09:05:00.000Z");

// Replaces stderr while it exists.
class CapturedStderr {
 public:
  CapturedStderr() : saved_(dup(STDERR_FILENO)) {
    EXPECT_EQ(pipe(pipe_), 0);
    dup2(pipe_[1], STDERR_FILENO);
    close(pipe_[1]);
  }
  ~CapturedStderr() {
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    close(pipe_[0]);
  }

  // Returns what was written so far, and waits for at least one byte.
  std::string read() const {
    std::string text(64 * 1024, '\0');
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(pipe_[0], text.data(), text.size()), 0)));
    return text;
  }

 private:
  int saved_;
  int pipe_[2] = {};
};

TEST(Log, a_json_line_holds_the_time_the_level_the_event_and_the_fields) {
  const auto id = Uuid::generate();
  EXPECT_EQ(json::parse(json_line(kNow, Level::info, "connection.closed",
                                  {{"connection", id}, {"code", 1000}, {"clean", true}, {"seconds", 0.5}})),
            json({{"time", "2026-01-31T09:05:00.000Z"},
                  {"level", "info"},
                  {"event", "connection.closed"},
                  {"connection", id.text()},
                  {"code", 1000},
                  {"clean", true},
                  {"seconds", 0.5}}));
}

TEST(Log, a_json_line_is_one_line_of_valid_json_whatever_the_text) {
  EXPECT_TRUE(rc::check([](const std::string& event, const std::string& name, const std::string& value) {
    const std::string line = json_line(kNow, Level::warn, event, {{"_" + name, value}, {"n", 1}});
    RC_ASSERT(line.find('\n') == std::string::npos);
    const json parsed = json::parse(line);
    RC_ASSERT(parsed.at("n") == 1);
    RC_ASSERT(parsed.size() == 5U);
  }));
}

TEST(Log, text_of_any_characters_is_read_back_as_it_was) {
  const auto character = rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange(0, 0x80), [](int code) { return std::string(1, static_cast<char>(code)); }),
      rc::gen::element<std::string>("é", "ß", "漢", "€", "\U0001F600", "\U0010FFFF", "\uD7FF", "\uE000"));
  EXPECT_TRUE(rc::check([&] {
    const auto characters = *rc::gen::container<std::vector<std::string>>(character);
    std::string text;
    for (const auto& each : characters) text += each;
    RC_PRE(text.size() <= kTextBytes);
    RC_ASSERT(json::parse(json_line(kNow, Level::info, "e", {{"text", text}})).at("text") == text);
  }));
}

TEST(Log, bytes_that_are_no_utf8_become_replacement_characters) {
  for (const char* const bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    const std::string text =
        json::parse(json_line(kNow, Level::info, "e", {{"text", "a" + std::string(bad) + "b"}})).at("text");
    EXPECT_TRUE(text.starts_with("a\uFFFD") && text.ends_with("\uFFFD"
                                                              "b"))
        << text;
  }
}

TEST(Log, long_text_is_cut_at_a_character) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string text(shift, 'a');
    while (text.size() < 2 * kTextBytes) text += "\U0001F600";
    const std::string cut = json::parse(json_line(kNow, Level::info, "e", {{"text", text}})).at("text");
    EXPECT_LE(cut.size(), kTextBytes + 3);
    EXPECT_TRUE(cut.ends_with("\U0001F600…"));
  }
}

TEST(Log, numbers_that_json_lacks_become_null) {
  const auto parsed = json::parse(json_line(kNow, Level::info, "e",
                                            {{"a", std::nan("")},
                                             {"b", std::numeric_limits<double>::infinity()},
                                             {"c", std::numeric_limits<std::uint64_t>::max()},
                                             {"d", milliseconds(250)}}));
  EXPECT_TRUE(parsed.at("a").is_null());
  EXPECT_TRUE(parsed.at("b").is_null());
  EXPECT_EQ(parsed.at("c"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(parsed.at("d"), 250);
}

TEST(Log, a_text_line_is_for_people_and_cannot_be_forged) {
  EXPECT_EQ(text_line(kNow, Level::info, "connection.closed", {{"code", 1000}, {"reason", "going away"}}),
            "2026-01-31T09:05:00.000Z info  connection.closed code=1000 reason=\"going away\"");
  EXPECT_EQ(text_line(kNow, Level::error, "e", {{"name", "x\n2026 error forged \x1b[31m=\""}}),
            "2026-01-31T09:05:00.000Z error e name=\"x\\n2026 error forged \\u001b[31m=\\\"\"");
  EXPECT_EQ(text_line(kNow, Level::warn, "e", {{"empty", ""}}), "2026-01-31T09:05:00.000Z warn  e empty=\"\"");
}

TEST(Log, lines_reach_stderr_from_the_configured_level_on) {
  const CapturedStderr captured;
  configure(Level::warn, Format::json);
  EXPECT_FALSE(enabled(Level::info));
  info("hidden");
  warn("shown", {{"code", 7}});
  finish();
  const std::string text = captured.read();
  EXPECT_EQ(text.find("hidden"), std::string::npos);
  EXPECT_EQ(json::parse(text).at("code"), 7);
  configure(Level::info, Format::text);
  finish();
}

TEST(Log, a_full_pipe_never_stops_the_caller) {
  const std::uint64_t dropped_before = dropped_lines();
  {
    const CapturedStderr captured;
    configure(Level::info, Format::json);
    // The lines exceed what a pipe (64 kB) and the queue hold, and nobody reads.
    const std::string text(400, 'x');
    for (int i = 0; i < 20'000; ++i) info("flood", {{"text", text}});
    EXPECT_GT(dropped_lines(), dropped_before);
    // Reading lets the writer continue. The test reads until the last line has come.
    error("last");
    while (captured.read().find("\"last\"") == std::string::npos) {
    }
    finish();
  }
  configure(Level::info, Format::text);
  finish();
}

TEST(Log, below_the_level_no_line_is_put_together) {
  configure(Level::off, Format::text);
  const CapturedStderr captured;
  error("silent");
  finish();
  configure(Level::info, Format::text);
  info("heard");
  finish();
  EXPECT_EQ(captured.read().find("silent"), std::string::npos);
}

}  // namespace
}  // namespace parley::log
