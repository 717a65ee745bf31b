// initdb is slow, so the first server of a build leaves a copy of its empty data next to the test program and later
// servers start from that copy. The server process is started on the lasting thread, because it would end with the
// thread that started it.
#include <algorithm>
#include <arpa/inet.h>
#include <csignal>
#include <iterator>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <random>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "support/lasting_thread.hpp"
#include "support/postgres_server.hpp"

namespace parley::testing {
namespace {

namespace fs = std::filesystem;

constexpr auto kUser = "parley";

Instant in(milliseconds duration) { return Instant::clock::now() + duration; }

// Returns the folder with the programs of the newest installed server. Debian keeps one folder for each version,
// outside of PATH.
fs::path find_programs() {
  fs::path newest;
  int newest_version = 0;
  std::error_code ignored;
  for (const auto& folder : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const int version = std::atoi(folder.path().filename().c_str());
    if (version <= newest_version || !fs::exists(folder.path() / "bin/postgres")) continue;
    newest_version = version;
    newest = folder.path() / "bin";
  }
  if (!newest.empty()) return newest;
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody changes it
  for (const auto part : std::views::split(std::string_view(path ? path : ""), ':')) {
    const fs::path folder(std::string_view(part.begin(), part.end()));
    if (fs::exists(folder / "postgres")) return folder;
  }
  throw std::runtime_error("PostgreSQL's server is not installed: scripts/setup installs it");
}

// Returns the account that runs the server, because PostgreSQL refuses to run as root.
std::optional<Account> find_account() {
  if (::geteuid() != 0) return std::nullopt;
  for (const auto* name : {"postgres", "nobody"}) {
    // Only called by the thread that starts servers.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (const passwd* found = ::getpwnam(name)) return Account{found->pw_uid, found->pw_gid};
  }
  throw std::runtime_error("there is no account to run PostgreSQL as");
}

// Returns a free port below those that the system gives to outgoing connections, so that it is still free at a restart.
std::uint16_t find_free_port() {
  std::random_device random;
  for (int attempt = 0; attempt < 100; ++attempt) {
    const auto port = std::uniform_int_distribution<std::uint16_t>(15'000, 32'000)(random);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool is_free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    if (is_free) return port;
  }
  throw std::runtime_error("no port is free");
}

bool ends_before(Process& process, Instant deadline) {
  try {
    process.wait(deadline);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::vector<pid_t> children_of(pid_t parent) {
  std::istringstream listed(read_file(fmt::format("/proc/{0}/task/{0}/children", parent)));
  return {std::istream_iterator<pid_t>(listed), {}};
}

// Returns a folder next to the test program that keeps a new cluster, since copying one is ten times faster than making
// one. The name contains the version, because the data fits that version only.
fs::path data_to_copy(const fs::path& programs) {
  std::string version;
  Process asked(programs / "postgres", {"--version"});
  for (const char character : asked.read_line(in(kPatience)).value_or("")) {
    version += std::isalnum(static_cast<unsigned char>(character)) ? character : '-';
  }
  asked.wait(in(kPatience));
  return fs::read_symlink("/proc/self/exe").parent_path() / ("template-" + version);
}

}  // namespace

PostgresServer::PostgresServer(const PostgresServerOptions& options)
    : options_(options),
      programs_(find_programs()),
      account_(find_account()),
      folder_(options.parent_folder.empty() ? TemporaryFolder() : TemporaryFolder(options.parent_folder)) {
  if (account_) {
    fs::permissions(folder_.path(), fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    fs::create_directory(folder_.file("postgres"));
    if (::chown(folder_.file("postgres").c_str(), account_->user, account_->group) != 0) {
      throw std::runtime_error("the folder cannot be given to PostgreSQL's account");
    }
  } else {
    fs::create_directory(folder_.file("postgres"));
  }
  prepare_data();
  start();
  if (options_.is_durable) fill_log();
}

PostgresServer::~PostgresServer() {
  // A signal that the server handles lets it release its shared memory, which the system would keep otherwise.
  process_->send_signal(SIGQUIT);
  if (!ends_before(*process_, in(kPatience))) kill();
}

std::string PostgresServer::url(const std::string& database) const {
  return fmt::format("postgresql://{}@127.0.0.1:{}/{}", kUser, port_, database);
}

// Runs a program and waits for its end.
void PostgresServer::run(const std::string& program, const std::vector<std::string>& arguments) {
  Process process(program, arguments, {.stderr_file = folder_.file("log"), .run_as = account_});
  if (process.wait(in(kPatience)) != 0)
    throw std::runtime_error(program + " failed: " + read_file(folder_.file("log")));
}

void PostgresServer::prepare_data() {
  const std::string data = folder_.file("postgres/data");
  const fs::path kept = data_to_copy(programs_);
  std::error_code failure;
  if (!fs::exists(kept, failure)) {
    run(programs_ / "initdb", {"--no-sync", "--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8",
                               fmt::format("--username={}", kUser), "--pgdata=" + data});
    // Several test programs may do this at once. The rename lets exactly one of them win, with a complete folder.
    const fs::path copy = fmt::format("{}.{}", kept.string(), ::getpid());
    Process copying("/bin/cp", {"-a", data, copy});
    if (copying.wait(in(kPatience)) == 0) fs::rename(copy, kept, failure);
    fs::remove_all(copy, failure);
    return;
  }
  Process copying("/bin/cp", {"-a", kept, data});
  if (copying.wait(in(kPatience)) != 0) throw std::runtime_error("a copy of an empty database could not be made");
}

void PostgresServer::start() {
  const Instant deadline = in(kPatience);
  const bool is_first = port_ == 0;
  while (Instant::clock::now() < deadline) {
    if (is_first) port_ = find_free_port();
    if (try_to_start()) return;
  }
  throw std::runtime_error("PostgreSQL does not start: " + read_file(folder_.file("log")));
}

// Starts the server. Returns false if it ended at once, as it does when another process has the port.
bool PostgresServer::try_to_start() {
  std::vector<std::string> arguments = {"-D", folder_.file("postgres/data")};
  const auto set = [&](std::string setting) {
    arguments.emplace_back("-c");
    arguments.push_back(std::move(setting));
  };
  set("listen_addresses=127.0.0.1");
  set(fmt::format("port={}", port_));
  set("unix_socket_directories=");
  set("max_connections=200");
  set("dynamic_shared_memory_type=mmap");  // a file that is deleted with the data, also after a kill
  set("max_wal_size=4GB");
  if (options_.is_durable) {
    set("min_wal_size=1GB");
  } else {
    set("fsync=off");
    set("full_page_writes=off");
  }
  const auto begin = [&] {
    process_ = std::make_unique<Process>(
        programs_ / "postgres", arguments,
        ProcessOptions{.stderr_file = folder_.file("log"), .run_as = account_, .death_signal = SIGQUIT});
  };
  run_on_lasting_thread(begin);
  for (const Instant deadline = in(kPatience); Instant::clock::now() < deadline;) {
    if (::PQping(url().c_str()) == PQPING_OK) return true;
    if (ends_before(*process_, in(milliseconds(10)))) return false;
  }
  throw std::runtime_error("PostgreSQL does not answer: " + read_file(folder_.file("log")));
}

void PostgresServer::stop_immediately() {
  process_->send_signal(SIGQUIT);
  process_->wait(in(kPatience));
}

void PostgresServer::kill() {
  // The parent is killed first. It would notice the death of a child, and react to it.
  const auto children = children_of(process_->id());
  if (!process_->kill()) return;
  for (const pid_t child : children) ::kill(child, SIGKILL);
}

void PostgresServer::execute(const std::string& sql) const {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(::PQconnectdb(url().c_str()), ::PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(::PQexec(connection.get(), sql.c_str()), ::PQclear);
  if (::PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(::PQerrorMessage(connection.get()));
}

// Fills the write-ahead log once. A server that has been in use writes its log into recycled files. A new one has to
// create each file, which delays all commits by tens of milliseconds. A checkpoint keeps the filled files.
void PostgresServer::fill_log() const {
  constexpr int kFiles = 48;  // files of 16 MB
  for (int i = 0; i < kFiles; ++i) {
    execute("DO $$ BEGIN PERFORM pg_logical_emit_message(false, '', ''); PERFORM pg_switch_wal(); END $$");
  }
  execute("CHECKPOINT");
}

std::string PostgresServer::create_database(const std::string& original) {
  const auto name = fmt::format("test_{}", ++databases_);
  execute(fmt::format("CREATE DATABASE {} TEMPLATE {}", name, original));
  return url(name);
}

void PostgresServer::drop_database(const std::string& name) {
  execute(fmt::format("DROP DATABASE {} WITH (FORCE)", name));
}

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

std::string database_name(const std::string& url) { return url.substr(url.rfind('/') + 1); }

}  // namespace parley::testing
