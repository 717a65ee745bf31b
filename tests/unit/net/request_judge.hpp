// Sends a request's bytes through the steps of a connection: the scanner, Beast's parser and the request check.
#pragma once

#include <string>
#include <string_view>

#include <parley/net/header_scanner.hpp>
#include <parley/net/request_check.hpp>
#include <parley/net/request_head.hpp>

namespace parley::testing {

struct JudgedRequest {
  RequestHead head;
  CheckedRequest checked;
};

// Returns `request_timeout` for an incomplete header, as a connection would in the end. The head's views point into
// `bytes`.
inline Result<JudgedRequest> judge(std::string_view bytes, const Limits& limits = {}) {
  HeaderScanner scanner(limits);
  const auto size = scanner.scan(bytes);
  if (!size) return std::unexpected(size.error());
  if (!*size) return fail(ErrorCode::request_timeout, "The header does not end.");
  auto head = parse_request_head(bytes.substr(0, **size));
  if (!head) return std::unexpected(head.error());
  auto checked = check_request(*head, limits);
  if (!checked) return std::unexpected(checked.error());
  return JudgedRequest{std::move(*head), std::move(*checked)};
}

// Writes the head in its canonical form.
inline std::string write_head(const RequestHead& head) {
  std::string bytes;
  bytes.append(head.method).append(" ").append(head.target);
  bytes.append(head.version == 10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
  for (const auto& [name, value] : head.fields) bytes.append(name).append(": ").append(value).append("\r\n");
  return bytes.append("\r\n");
}

}  // namespace parley::testing
