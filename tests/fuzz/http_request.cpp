// Sends any bytes through the steps of a connection: the scanner gets them in two parts, Beast parses them, the request
// check judges them. Nothing may crash, the place of the cut may not matter, and an accepted request must be canonical:
// after writing and judging it again, it is the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <parley/net/header_scanner.hpp>
#include <parley/protocol/http_text.hpp>

#include "../unit/net/request_judge.hpp"

namespace {

using namespace parley;

void require(bool condition) {
  if (!condition) std::abort();
}

// Checks the rules for a header a second time, without the scanner's state.
void require_clean(std::string_view header) {
  require(header.ends_with("\r\n\r\n"));
  for (std::size_t i = 0; i < header.size(); ++i) {
    const char byte = header[i];
    if (byte == '\r')
      require(i + 1 < header.size() && header[i + 1] == '\n');
    else if (byte == '\n')
      require(i > 0 && header[i - 1] == '\r' && header.substr(i + 1, 1) != " " && header.substr(i + 1, 1) != "\t");
    else
      require(!is_control(byte));
  }
}

void check(std::string_view bytes, std::size_t cut) {
  const Limits limits;
  HeaderScanner scanner(limits);
  auto size = scanner.scan(bytes.substr(0, cut));
  if (size && !*size) size = scanner.scan(bytes);

  const auto judged = testing::judge(bytes);
  if (!size) {
    require(!judged && judged.error().code == size.error().code);
    return;
  }
  if (!*size) return;
  require_clean(bytes.substr(0, **size));
  if (!judged) return;

  const CheckedRequest& request = judged->checked;
  require(request.path.starts_with('/') && request.path.find("/../") == std::string::npos);
  require(request.content_length <= limits.body_bytes);
  require(judged->head.field("Transfer-Encoding").empty());
  require(judged->head.version == 10 || !judged->head.field("Host").empty());

  const std::string written = testing::write_head(judged->head);
  const auto again = testing::judge(written);
  // Writing puts white space between name and value, so the written header may exceed the limit.
  if (!again) return require(again.error().code == ErrorCode::header_too_large);
  require(again->checked == request && again->head.fields == judged->head.fields);
  require(testing::write_head(again->head) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  check(bytes, bytes.size() * data[0] / 256);
  return 0;
}
