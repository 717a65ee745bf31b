// What a message says. Code that looks into a message asks here and does not test for the kind, so a new kind of
// content changes this class and not the features. A value; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

enum class MessageKind { text, system };

class Content {
 public:
  Content() = default;
  // A text that a user wrote, exactly as it was typed.
  Content(std::string text) : body(std::move(text)) {}
  Content(const char* text) : body(text) {}
  Content(MessageKind kind_of_body, std::string stored) : kind(kind_of_body), body(std::move(stored)) {}

  // Returns true if the message was deleted: nothing is left of its content.
  bool is_empty() const { return body.empty(); }
  // Returns whether a user wrote it and the server can read it.
  bool is_readable() const { return kind == MessageKind::text && !is_empty(); }
  // Returns whether its sender may change it.
  bool is_editable() const { return kind == MessageKind::text; }

  // Returns the text by which a search finds the message, or an empty text if no search finds it.
  std::string_view search_text() const { return is_readable() ? std::string_view(body) : std::string_view(); }
  // Returns the text in which @name mentions a member, or an empty text if it mentions no one.
  std::string_view mention_text() const { return body.contains('@') ? search_text() : std::string_view(); }
  // Returns the beginning for quotes and notifications. It has at most this number of code points.
  std::string_view preview(std::size_t characters) const;
  // Returns approximately how many bytes it takes on the wire.
  std::size_t size() const { return body.size(); }

  friend bool operator==(const Content&, const Content&) = default;

  // The form in which the content is stored and sent.
  MessageKind kind = MessageKind::text;
  std::string body;
};

}  // namespace parley
