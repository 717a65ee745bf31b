#include <parley/net/request_head.hpp>

#include <algorithm>
#include <cstdint>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

std::string_view view(string_view text) { return {text.data(), text.size()}; }

// Receives the parts that Beast finds and stores them as views, so that nothing is copied, merged or reordered before
// the check. Only the view of a folded value would refer to Beast's own buffer, and HeaderScanner refuses folded
// values.
class HeadParser final : public http::basic_parser<true> {
 public:
  explicit HeadParser(RequestHead& head) : head_(head) {
    header_limit(UINT32_MAX);  // HeaderScanner has checked the size
    body_limit(boost::none);  // check_request() checks Content-Length
  }

 private:
  void on_request_impl(http::verb, string_view method, string_view target, int version, error_code&) override {
    head_.method = view(method);
    head_.target = view(target);
    head_.version = version;
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    head_.fields.emplace_back(view(name), view(value));
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override { return body.size(); }
  void on_finish_impl(error_code&) override {}

  RequestHead& head_;
};

}  // namespace

std::optional<std::string_view> RequestHead::find(std::string_view name) const {
  const auto found = std::ranges::find_if(fields, [&](const auto& field) { return same_token(field.first, name); });
  return found == fields.end() ? std::nullopt : std::optional(found->second);
}

Result<RequestHead> parse_request_head(std::string_view header) {
  RequestHead head;
  HeadParser parser(head);
  error_code error;
  parser.put({header.data(), header.size()}, error);
  // Beast itself refuses a repeated Transfer-Encoding and one together with Content-Length. These get an error of their
  // own, because a client can fix them.
  if (error == http::error::bad_transfer_encoding || !head.field("Transfer-Encoding").empty()) {
    return fail(ErrorCode::length_required, "Transfer-Encoding is not accepted: send Content-Length.");
  }
  if (error || !parser.is_header_done()) {
    return fail(ErrorCode::malformed,
                "The request could not be read: " + (error ? error.message() : "incomplete") + ".");
  }
  return head;
}

}  // namespace parley
