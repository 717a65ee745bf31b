#include <parley/protocol/codec.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include <parley/core/requests.hpp>
#include <parley/features/conversations/fields.hpp>
#include <parley/features/messages/fields.hpp>

namespace parley {
namespace {

const Limits kLimits;
const std::string kId = "0190a1b2-c3d4-7abc-8def-0123456789ab";

template <class T>
Result<T> read(const std::string& json) {
  const auto document = JsonDocument::parse(json, 16);
  if (!document) return std::unexpected(document.error());
  return from_json<T>(document->root(), kLimits);
}

// Returns "field code" for each fault.
template <class T>
std::vector<std::string> faults(const std::string& json) {
  const auto result = read<T>(json);
  std::vector<std::string> found;
  if (result) return found;
  for (const FieldError& field : result.error().fields)
    found.push_back(field.field + " " + std::string(fault_name(field.code)));
  return found;
}

using Faults = std::vector<std::string>;

TEST(Codec, reads_what_the_fields_describe) {
  const auto request =
      read<SendRequest>(R"({"conversation":")" + kId + R"(","client_id":"c1","body":"a\nb","reply_to":3})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->conversation.text(), kId);
  EXPECT_EQ(request->client_id->value, "c1");
  EXPECT_EQ(request->body.value, "a\nb");
  EXPECT_EQ(request->reply_to, Seq(3));
}

TEST(Codec, names_every_fault_with_its_path) {
  EXPECT_EQ(faults<SendRequest>("{}"), (Faults{"conversation required", "body required"}));
  EXPECT_EQ(faults<SendRequest>(R"({"conversation":"x","client_id":"","body":7,"reply_to":0})"),
            (Faults{"conversation invalid", "client_id too_short", "body invalid", "reply_to too_small"}));
  EXPECT_EQ(faults<CreateGroupRequest>(R"({"title":"t","members":[")" + kId + R"(","x"]})"),
            Faults{"members[1] invalid"});
}

TEST(Codec, a_renamed_field_is_read_under_its_old_name_too) {
  const std::string one(32, 'A');
  const std::string other(32, 'B');
  EXPECT_EQ(read<ListRequest>(R"({"cursor":")" + one + R"("})")->cursor, decode_cursor(one));
  EXPECT_EQ(read<ListRequest>(R"({"after":")" + one + R"("})")->cursor, decode_cursor(one));
  EXPECT_EQ(read<ListRequest>(R"({"after":")" + one + R"(","cursor":")" + other + R"("})")->cursor,
            decode_cursor(other));
}

TEST(Codec, a_renamed_field_is_valid_under_either_name) {
  const std::string good(32, 'A');
  EXPECT_EQ(faults<ListRequest>(R"({"cursor":"bad"})"), Faults{"cursor invalid"});
  EXPECT_EQ(faults<ListRequest>(R"({"after":"bad"})"), Faults{"cursor invalid"});
  EXPECT_EQ(faults<ListRequest>(R"({"after":"bad","cursor":")" + good + R"("})"), Faults{"cursor invalid"});
}

TEST(Codec, an_unknown_member_changes_nothing_whatever_its_name) {
  EXPECT_EQ(faults<ListRequest>(R"({"":{},"other":[1]})"), Faults{});
}

TEST(Codec, a_wrong_type_is_a_fault_and_not_a_conversion) {
  EXPECT_EQ(faults<MessageRequest>(R"({"conversation":")" + kId + R"(","seq":"3"})"), Faults{"seq invalid"});
  EXPECT_EQ(faults<MessageRequest>(R"({"conversation":")" + kId + R"(","seq":3.5})"), Faults{"seq invalid"});
  EXPECT_EQ(faults<MessageRequest>(R"({"conversation":")" + kId + R"(","seq":1e300})"), Faults{"seq invalid"});
  EXPECT_EQ(faults<MessageRequest>(R"({"conversation":")" + kId + R"(","seq":18446744073709551615})"),
            Faults{"seq invalid"});
  EXPECT_EQ(faults<CreateGroupRequest>(R"({"title":"t","shares_history":"true"})"), Faults{"shares_history invalid"});
  EXPECT_EQ(faults<CreateGroupRequest>(R"([])"), Faults{" invalid"});
}

TEST(Codec, a_value_from_a_url_is_read_as_what_is_asked_for) {
  auto document = JsonDocument::empty_object();
  ASSERT_TRUE(document.add_text("conversation", kId));
  ASSERT_TRUE(document.add_text("seq", "12"));
  const auto request = from_json<MessageRequest>(document.root(), kLimits);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->seq, Seq(12));
  EXPECT_FALSE(document.add_text("seq", "13"));
}

TEST(Codec, unknown_members_are_ignored_and_absent_ones_keep_their_defaults) {
  const auto request = read<HistoryRequest>(R"({"conversation":")" + kId + R"(","invented_later":{"a":[1]}})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->limit, 50);
  EXPECT_FALSE(request->before);
}

TEST(Codec, a_messages_text_may_hold_line_feeds_and_tabs_and_no_other_control_characters) {
  const auto body = [](const std::string& escaped) {
    return faults<EditRequest>(R"({"conversation":")" + kId + R"(","seq":1,"body":")" + escaped + "\"}");
  };
  EXPECT_EQ(body(R"(tab\t, feed\n, <b>&"“ )" + std::string("\\\"")), Faults{});
  for (const char* control : {R"(\u0000)", R"(\u0007)", R"(\r)", R"(\u007f)", R"(\u0085)"}) {
    EXPECT_EQ(body(control), Faults{"body invalid"}) << control;
  }
}

TEST(Codec, a_messages_text_is_bounded_in_characters_not_bytes) {
  Limits limits;
  limits.message_chars = 3;
  const auto fits = [&](const std::string& body) {
    const auto document =
        JsonDocument::parse(R"({"conversation":")" + kId + R"(","seq":1,"body":")" + body + "\"}", 16);
    return from_json<EditRequest>(document->root(), limits).has_value();
  };
  EXPECT_TRUE(fits("äöü"));
  EXPECT_TRUE(fits("😀😀😀"));
  EXPECT_FALSE(fits("abcd"));
  EXPECT_FALSE(fits(""));
}

TEST(Codec, refuses_what_is_not_json_or_not_utf8_or_too_deep) {
  for (const std::string text : {"", "{", "{} x", "{'a':1}", "{\"a\":\"\xff\"}", "{\"a\":\"\xed\xa0\x80\"}", "nul"}) {
    EXPECT_FALSE(JsonDocument::parse(text, 16)) << text;
  }
  EXPECT_TRUE(JsonDocument::parse("[[[]]]", 3));
  EXPECT_FALSE(JsonDocument::parse("[[[[]]]]", 3));
  EXPECT_TRUE(JsonDocument::parse(R"(["[[[[[[\"[["])", 1));
  EXPECT_FALSE(JsonDocument::parse(std::string(100'000, '['), 16));
}

TEST(Codec, nothing_may_stand_behind_the_json_or_hide_in_it) {
  for (const std::string text : {"{}", " {} ", "\n[1]\t", R"({"a":"\u0000"})"})
    EXPECT_TRUE(JsonDocument::parse(text, 16)) << text;
  const std::string nul(1, '\0');
  for (const std::string& text : {"{}" + nul, "{}" + nul + "{\"a\":1}", nul + "{}", "{" + nul + "}", "[1," + nul + "2]",
                                  "{\"a\":\"" + nul + "\"}", std::string("{}{}"), std::string("{} x"),
                                  std::string("1 2"), std::string("{}]"), std::string(), nul}) {
    EXPECT_FALSE(JsonDocument::parse(text, 16)) << text;
  }
}

TEST(Codec, a_key_stands_once_in_its_object) {
  for (const std::string text : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"\u0061":3})", R"({"p":{"q":[{"a":1,"a":2}]}})"}) {
    const auto document = JsonDocument::parse(text, 16);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, ErrorCode::malformed);
    EXPECT_EQ(document.error().detail, "The JSON has an object with the same key twice.");
  }
  EXPECT_TRUE(JsonDocument::parse(R"({"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}})", 16));
}

TEST(Codec, a_number_that_no_type_holds_is_refused_as_such) {
  for (const std::string& number : {std::string("1e999"), std::string("-1e999"), std::string(4'000, '9')}) {
    const auto document = JsonDocument::parse(R"({"unknown":)" + number + "}", 16);
    ASSERT_FALSE(document) << number;
    EXPECT_EQ(document.error().code, ErrorCode::malformed);
    EXPECT_EQ(document.error().detail, "The JSON has a number that is too large to read.");
  }
  EXPECT_TRUE(JsonDocument::parse(R"({"unknown":[1e-999,1e308,99999999999999999999]})", 16));
  EXPECT_EQ(JsonDocument::parse("{1}", 16).error().detail, "The text is not valid JSON in UTF-8.");
}

TEST(Codec, a_refusal_lists_a_few_faults_however_many_there_are) {
  std::string members;
  for (int i = 0; i < 1'000; ++i) members += R"("x",)";
  members.pop_back();
  EXPECT_EQ(faults<CreateGroupRequest>(R"({"title":"t","members":[)" + members + "]}").size(), kListedFaultsMost);
}

TEST(Codec, any_text_survives_writing_and_reading) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& units) {
    std::string text;
    // Each unit becomes a code point below the surrogates, which the loop writes as UTF-8.
    for (const std::uint16_t unit : units) {
      const unsigned point = unit % 0xd800U;
      if (point < 0x80) {
        text += static_cast<char>(point);
      } else if (point < 0x800) {
        text += static_cast<char>(0xc0U | point >> 6);
        text += static_cast<char>(0x80U | (point & 0x3fU));
      } else {
        text += static_cast<char>(0xe0U | point >> 12);
        text += static_cast<char>(0x80U | (point >> 6 & 0x3fU));
        text += static_cast<char>(0x80U | (point & 0x3fU));
      }
    }
    const std::string json = parley::quoted(text);
    RC_ASSERT(nlohmann::json::parse(json).get<std::string>() == text);
  }));
}

TEST(Codec, a_message_survives_writing_and_reading) {
  Message message;
  message.conversation = ConversationId::generate();
  message.seq = Seq(7);
  message.rev = Rev(9);
  message.sender = UserId::generate();
  message.client_id = "c";
  message.content.body = "hello \"world\"";
  message.reply_to = Seq(3);
  message.created_at = Time(milliseconds(1'700'000'000'123));
  const auto back = read<Message>(to_json(message));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->content.body, message.content.body);
  EXPECT_EQ(back->created_at, message.created_at);
  EXPECT_EQ(back->reply_to, message.reply_to);
  EXPECT_FALSE(back->edited_at);
}

TEST(Codec, the_schema_says_what_reading_checks) {
  SchemaBook book{kLimits, {}};
  EXPECT_EQ(Codec<SendRequest>::schema(book, {}), R"({"$ref":"#/components/schemas/SendRequest"})");
  const auto schema = nlohmann::json::parse(book.components.at("SendRequest"));
  EXPECT_EQ(schema.at("required"), (nlohmann::json{"conversation", "body"}));
  EXPECT_EQ(schema.at("properties").at("client_id").at("maxLength"), 64);
  EXPECT_EQ(schema.at("properties").at("body").at("maxLength"), 4000);
  EXPECT_EQ(schema.at("properties").at("reply_to").at("minimum"), 1);
}

TEST(Codec, a_configured_limit_bounds_what_may_be_asked_for_and_the_default) {
  Limits few;
  few.page_items = 10;
  few.group_members = 1;
  const auto page = JsonDocument::parse("{}", 16).value();
  EXPECT_EQ(from_json<ListRequest>(page.root(), few)->limit, 10);
  EXPECT_EQ(from_json<ListRequest>(page.root(), kLimits)->limit, 50);
  const auto eleven = JsonDocument::parse(R"({"limit":11})", 16).value();
  EXPECT_EQ(from_json<ListRequest>(eleven.root(), kLimits)->limit, 11);
  const auto refused = from_json<ListRequest>(eleven.root(), few);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields, (std::vector<FieldError>{{"limit", FieldFault::too_large, "The greatest is 10."}}));
  const auto two = JsonDocument::parse(R"({"title":"t","members":[")" + kId + R"(",")" + kId + R"("]})", 16).value();
  EXPECT_EQ(from_json<CreateGroupRequest>(two.root(), few).error().fields.front().code, FieldFault::too_long);
}

TEST(Codec, the_schema_tells_the_configured_limit) {
  Limits few;
  few.page_items = 10;
  SchemaBook book{few, {}};
  Codec<ListRequest>::schema(book, {});
  EXPECT_TRUE(book.components.at("ListRequest").contains(R"("maximum":10)"));
}

}  // namespace
}  // namespace parley
