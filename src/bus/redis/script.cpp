#include <memory>
#include <stdexcept>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include "bus/redis/command.hpp"
#include "bus/redis/script.hpp"

namespace parley::redis {
namespace {

// Returns the SHA-1 hash of a script, by which the server knows it (Redis documentation, EVALSHA).
std::string sha1_hex(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL offers no SHA-1");
  }
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

// Returns whether the server says that it does not know the script.
bool is_unknown(const redisReply* reply) {
  return reply != nullptr && reply->type == REDIS_REPLY_ERROR && std::string_view(reply->str).starts_with("NOSCRIPT");
}

void take_element(ScriptResult& result, const redisReply& element) {
  if (element.type == REDIS_REPLY_STRING)
    result.texts.emplace_back(element.str, element.len);
  else
    result.numbers.push_back(element.integer);
}

// Returns the values of a reply, or nothing for an error, another type, or a connection that has ended.
Answer answer_of(const redisReply* reply) {
  if (reply == nullptr) return std::nullopt;
  ScriptResult result;
  if (reply->type == REDIS_REPLY_INTEGER)
    take_element(result, *reply);
  else if (reply->type == REDIS_REPLY_ARRAY)
    for (std::size_t i = 0; i < reply->elements; ++i) take_element(result, *reply->element[i]);
  else
    return std::nullopt;
  return result;
}

// Holds the state of a coroutine that waits until all answers have come or the time is over. The loop of the coroutine
// owns it; all calls are made on that loop. Answers that come too late are dropped.
class Waiting : public std::enable_shared_from_this<Waiting> {
 public:
  using Handler = std::move_only_function<void(std::vector<Answer>)>;

  Waiting(Executor loop, std::size_t count, Handler handler)
      : timer_(loop), answers_(count), missing_(count), handler_(std::move(handler)) {}

  void time_out_after(milliseconds timeout) {
    timer_.expires_after(timeout);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code) { self->finish(); });
  }

  void take(std::size_t number, Answer answer) {
    answers_[number] = std::move(answer);
    if (--missing_ == 0) timer_.cancel();
  }

 private:
  // Cancelling the timer and its end both lead here, once.
  void finish() { std::exchange(handler_, {})(std::exchange(answers_, std::vector<Answer>(answers_.size()))); }

  Timer timer_;
  std::vector<Answer> answers_;
  std::size_t missing_;
  Handler handler_;
};

}  // namespace

Script::Script(std::string_view text) : text_(text), hash_(sha1_hex(text)) {}

// Sends only the script's hash. A server that does not know the script, because it was restarted, gets the text once.
bool Script::run(CommandLink& link, Call call, std::function<void(Answer)> handler) const {
  std::string by_hash = encode("EVALSHA", hash_, call);
  return link.send(std::move(by_hash),
                   [this, &link, call = std::move(call), handler = std::move(handler)](const redisReply* reply) {
                     if (!is_unknown(reply)) return handler(answer_of(reply));
                     const auto answered = [handler](const redisReply* second) { handler(answer_of(second)); };
                     if (!link.send(encode("EVAL", text_, call), answered)) handler(std::nullopt);
                   });
}

Awaitable<std::vector<Answer>> Script::ask(std::vector<Question> questions, milliseconds timeout) const {
  if (questions.empty()) co_return std::vector<Answer>();
  const Executor loop = co_await this_loop;
  auto initiate = [this, loop, timeout](auto handler, std::vector<Question> asked) {
    auto waiting = std::make_shared<Waiting>(loop, asked.size(), std::move(handler));
    waiting->time_out_after(timeout);
    for (std::size_t number = 0; number < asked.size(); ++number) {
      // The link calls the handler on its own loop, so the numbers are posted to the coroutine's loop.
      const auto answered = [loop, waiting, number](Answer answer) {
        asio::post(loop, [waiting, number, answer = std::move(answer)]() mutable {
          waiting->take(number, std::move(answer));
        });
      };
      if (!run(*asked[number].link, std::move(asked[number].call), answered)) answered(std::nullopt);
    }
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::vector<Answer>)>(
      std::move(initiate), use_awaitable, std::move(questions));
}

std::string Script::encode(std::string_view verb, std::string_view script, const Call& call) const {
  const std::string key_count = std::to_string(call.keys.size());
  std::vector<std::string_view> words = {verb, script, key_count};
  words.insert(words.end(), call.keys.begin(), call.keys.end());
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  return encode_command(words);
}

}  // namespace parley::redis
