#include <parley/app/signing_key.hpp>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include <parley/app/configuration_keys.hpp>
#include <parley/base/crypto.hpp>

namespace parley {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kIdBytes = 6;
constexpr std::size_t kMostFileBytes = 1024;

// Owns a file descriptor and closes it.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int value() const { return value_; }
  bool open() const { return value_ >= 0; }

 private:
  int value_;
};

std::unexpected<Error> fail_on(const std::string& path, std::string_view what) {
  return fail(ErrorCode::unavailable, fmt::format("{} {}: {}", path, what, std::generic_category().message(errno)));
}

std::optional<SigningKey> parse_key(std::string_view text) {
  const ConfigurationKey& key = *find_configuration_key("auth.keys");
  const auto value = parse_configuration_text(key, text);
  if (!value || configuration_fault(key, *value)) return std::nullopt;
  const auto& keys = std::get<std::vector<SigningKey>>(*value);
  return keys.size() == 1 ? std::optional(keys.front()) : std::nullopt;
}

// Reads the key. The permissions are checked on the open descriptor, so that the file cannot be exchanged in between.
Result<SigningKey> load(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) return fail_on(path, "cannot be opened");
  struct stat status{};
  if (::fstat(file.value(), &status) != 0) return fail_on(path, "cannot be examined");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(
        ErrorCode::forbidden,
        fmt::format("Users other than the owner can open {0}. If no one has read it, run: chmod 600 {0}", path));
  }
  std::string text(kMostFileBytes, '\0');
  const ssize_t length = ::read(file.value(), text.data(), text.size());
  if (length < 0) return fail_on(path, "cannot be read");
  text.resize(static_cast<std::size_t>(length));
  if (auto key = parse_key(text)) return std::move(*key);
  return fail(ErrorCode::unavailable, fmt::format("{} does not contain a signing key in the form id:secret", path));
}

// Writes the whole text and waits until it is on disk. Returns false on an error, which errno then describes.
bool write_durably(const Descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.value(), text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file.value()) == 0;
}

// Creates the file with a new key. The key is written to a temporary file next to it, which is then linked to the final
// name: a reader sees the whole key or no file. If another process has created the file first, the link fails and its
// key is used.
Result<SigningKey> create(const std::string& path) {
  SigningKey key{.id = random_token(kIdBytes), .secret = random_token(kSecretBytes)};
  std::string draft = path + ".XXXXXX";
  const Descriptor file(::mkostemp(draft.data(), O_CLOEXEC));
  if (!file.open()) return fail_on(path, "cannot be created");
  const bool written = write_durably(file, fmt::format("{}:{}\n", key.id, key.secret));
  const bool linked = written && ::link(draft.c_str(), path.c_str()) == 0;
  const int reason = errno;  // kept, because unlink() may change it
  ::unlink(draft.c_str());
  if (linked) return key;
  errno = reason;
  if (written && reason == EEXIST) return load(path);
  return fail_on(path, "cannot be written");
}

}  // namespace

Result<SigningKey> load_or_create_signing_key(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return load(path);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::unavailable, fmt::format("{} cannot be created: {}", folder.string(), error.message()));
  return create(path);
}

}  // namespace parley
