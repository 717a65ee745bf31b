// The request and the reply of a search, and the names, descriptions and bounds of their fields on the wire. Plain
// values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/features/search/snippet.hpp>
#include <parley/protocol/cursor.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct SearchRequest {
  Line q;
  std::optional<ConversationId> conversation;
  std::optional<UserId> sender;
  std::optional<Time> after;
  std::optional<Time> before;
  bool mentions_me = false;
  std::int64_t limit = 20;
  std::optional<PlaceCursor> cursor;

  // What the request costs, in tokens. Each term after the first one is looked up by itself.
  double weight() const;
};
template <>
struct Fields<SearchRequest> {
  static constexpr std::string_view name = "SearchRequest";
  static constexpr auto list = std::tuple{
      defaulted(
          "q", &SearchRequest::q,
          "Words, all of which occur; the last one may be unfinished. \"Quoted\" words occur in this order. Neither "
          "case nor accents matter. May be empty if something else is given.",
          Bounds{0, kSearchTextMost}),
      field("conversation", &SearchRequest::conversation, "Only in this conversation."),
      field("sender", &SearchRequest::sender, "Only from this user."),
      field("after", &SearchRequest::after, "Only messages accepted then or later."),
      field("before", &SearchRequest::before, "Only messages accepted before then."),
      defaulted("mentions_me", &SearchRequest::mentions_me, "Only messages that mention the caller."),
      defaulted("limit", &SearchRequest::limit, "How many at most.", Bounds{1, kSearchItemsMost, &Limits::page_items}),
      field("cursor", &SearchRequest::cursor, "The previous page's next.")};
};

template <>
struct Fields<SnippetPart> {
  static constexpr std::string_view name = "SnippetPart";
  static constexpr auto list =
      std::tuple{field("text", &SnippetPart::text, "As it stands in the message. Escape it before you show it."),
                 field("match", &SnippetPart::is_match, "Is this what was asked for?")};
};

struct SearchResult {
  Message message;
  std::vector<SnippetPart> snippet;
};
template <>
struct Fields<SearchResult> {
  static constexpr std::string_view name = "SearchResult";
  static constexpr auto list = std::tuple{
      field("message", &SearchResult::message, "The message as it is now."),
      field(
          "snippet", &SearchResult::snippet,
          "Its text, or the part of a long one around the first match, with \"…\" where it was cut: at most about 200 "
          "characters, in pieces to put one after the other.")};
};

struct SearchResults {
  std::vector<SearchResult> hits;
  std::optional<std::string> next;
};
template <>
struct Fields<SearchResults> {
  static constexpr std::string_view name = "SearchResults";
  static constexpr auto list = std::tuple{
      field("hits", &SearchResults::hits, "The newest first."),
      field("next", &SearchResults::next,
            "For the next page; absent on the last. A page may be short, or empty, and yet not be the last.")};
};

}  // namespace parley
