#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <hiredis/hiredis.h>

#include "support/lasting_thread.hpp"
#include "support/redis_server.hpp"

namespace parley::testing {
namespace {

constexpr int kPortsTried = 10;

// Returns a port that is free now. Another process may take it before it is used.
std::uint16_t find_free_port() {
  using boost::asio::ip::tcp;
  boost::asio::io_context loop;
  const tcp::acceptor acceptor(loop, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

Reply execute(redisContext* context, const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  Reply reply(
      static_cast<redisReply*>(redisCommandArgv(context, static_cast<int>(words.size()), texts.data(), sizes.data())));
  if (!reply) throw std::runtime_error(std::string("redis: ") + context->errstr);
  if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error(std::string("redis: ") + reply->str);
  return reply;
}

std::string text_of(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_INTEGER) return std::to_string(reply.integer);
  if (reply.type != REDIS_REPLY_ARRAY) return std::string(reply.str, reply.len);
  std::string lines;
  for (std::size_t i = 0; i < reply.elements; ++i) lines += text_of(*reply.element[i]) + '\n';
  return lines;
}

}  // namespace

RedisServer::RedisServer(RedisServerOptions options) : options_(std::move(options)) {
  for (int tried = 0; tried < kPortsTried; ++tried) {
    port_ = find_free_port();
    if (try_to_start()) return;
  }
  throw std::runtime_error("redis-server does not start");
}

RedisServer& RedisServer::shared() {
  static RedisServer server;
  return server;
}

std::string RedisServer::url() const {
  const std::string secret = options_.password.empty() ? "" : ":" + options_.password + "@";
  return "redis://" + secret + "127.0.0.1:" + std::to_string(port_);
}

void RedisServer::stop() {
  process_->send_signal(SIGCONT);
  process_->send_signal(SIGTERM);
  process_->wait(Instant::clock::now() + kPatience);
}

void RedisServer::kill() { process_->kill(); }

void RedisServer::start() {
  if (!try_to_start()) throw std::runtime_error("redis-server does not start again on its port");
}

void RedisServer::pause() { process_->send_signal(SIGSTOP); }

void RedisServer::resume() { process_->send_signal(SIGCONT); }

void RedisServer::flush() { run({"FLUSHALL"}); }

std::string RedisServer::run(const std::vector<std::string>& words) {
  const timeval patience{kPatience.count(), 0};
  const std::unique_ptr<redisContext, FreeContext> context(redisConnectWithTimeout("127.0.0.1", port_, patience));
  if (!context || context->err != 0) throw std::runtime_error("redis-server cannot be reached");
  redisSetTimeout(context.get(), patience);
  if (!options_.password.empty()) execute(context.get(), {"AUTH", options_.password});
  return text_of(*execute(context.get(), words));
}

bool RedisServer::try_to_start() {
  std::vector<std::string> arguments = {"--bind",       "127.0.0.1", "--port", std::to_string(port_),
                                        "--daemonize",  "no",        "--save", "",
                                        "--appendonly", "no",        "--dir",  folder_.path()};
  if (!options_.password.empty()) arguments.insert(arguments.end(), {"--requirepass", options_.password});
  run_on_lasting_thread([&] { process_ = std::make_unique<Process>("/usr/bin/redis-server", arguments); });
  const Instant deadline = Instant::clock::now() + kPatience;
  while (const auto line = process_->read_line(deadline)) {
    if (line->find("Ready to accept connections") == std::string::npos) continue;
    // Nobody reads the output from now on.
    run({"CONFIG", "SET", "loglevel", "warning"});
    return true;
  }
  return false;
}

}  // namespace parley::testing
