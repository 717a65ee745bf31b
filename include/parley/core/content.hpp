// What a message says. Everything that looks into a message asks here, so that no feature tests for the kinds of
// another one. A value; any thread.
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
  // A text that somebody wrote, exactly as it was typed.
  Content(std::string text) : body(std::move(text)) {}
  Content(const char* text) : body(text) {}
  Content(MessageKind kind_of_body, std::string stored) : kind(kind_of_body), body(std::move(stored)) {}

  // Nothing is left of it: the message was deleted.
  bool is_empty() const { return body.empty(); }
  // Somebody wrote it, and the server can read it.
  bool is_readable() const { return kind == MessageKind::text && !is_empty(); }
  // Its sender may put it in other words.
  bool is_editable() const { return kind == MessageKind::text; }

  // Returns the text that people find the message by; empty if they cannot.
  std::string_view search_text() const { return is_readable() ? std::string_view(body) : std::string_view(); }
  // Returns the text in which @name mentions somebody; empty if nobody can be mentioned.
  std::string_view mention_text() const { return body.contains('@') ? search_text() : std::string_view(); }
  // Returns the beginning, at most so many characters, for quotes and notifications.
  std::string_view preview(std::size_t characters) const;
  // Returns about how many bytes it takes on the wire.
  std::size_t size() const { return body.size(); }

  friend bool operator==(const Content&, const Content&) = default;

  // As it is stored and sent.
  MessageKind kind = MessageKind::text;
  std::string body;
};

}  // namespace parley
