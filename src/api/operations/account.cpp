#include <fmt/format.h>

#include <parley/api/operations.hpp>
#include <parley/protocol/requests/account.hpp>

namespace parley {
namespace {

Device device_of(const Call& call) { return {call.user_agent, call.address}; }

// The refresh token in a cookie that scripts cannot read and other sites cannot have sent.
std::string cookie(std::string_view token, seconds lifetime, bool secure) {
  return fmt::format("parley_refresh={}; Path=/api; Max-Age={}; HttpOnly; SameSite=Strict{}", token, lifetime.count(),
                     secure ? "; Secure" : "");
}

void clear_cookie(Call& call, bool secure) {
  call.reply_headers.emplace_back("Set-Cookie", cookie("", seconds(0), secure));
}

class AccountHandlers {
 public:
  AccountHandlers(Services services, const ApiOptions& options)
      : accounts_(services.accounts), clock_(services.clock), secure_(options.secure_cookies) {}

  Task<SignInReply> register_user(Call& call, RegisterRequest request) const {
    Registration registration{std::move(request.username.value), std::move(request.password.value),
                              request.display_name ? std::move(request.display_name->value) : std::string(),
                              std::nullopt};
    if (request.email) registration.email = std::move(request.email->value);
    auto signed_in = co_await accounts_.register_user(std::move(registration), device_of(call));
    co_return reply(call, std::move(signed_in), request.cookie);
  }

  Task<SignInReply> login(Call& call, LoginRequest request) const {
    auto signed_in = co_await accounts_.login(std::move(request.username.value), std::move(request.password.value),
                                              device_of(call));
    co_return reply(call, std::move(signed_in), request.cookie);
  }

  Task<SignInReply> refresh(Call& call, RefreshRequest request) const {
    const bool from_cookie = !request.refresh_token;
    std::string token = from_cookie ? call.refresh_cookie : std::move(request.refresh_token->value);
    if (token.empty()) co_return fail(ErrorCode::unauthenticated, "There is no refresh token, or it is no longer good.");
    auto signed_in = co_await accounts_.refresh(std::move(token), device_of(call));
    if (!signed_in && from_cookie && signed_in.error().code == ErrorCode::unauthenticated) clear_cookie(call, secure_);
    co_return reply(call, std::move(signed_in), from_cookie);
  }

  // Ends the session of whichever credential is there: an access token, or a refresh token whose access token ran out.
  Task<void> logout(Call& call, RefreshRequest request) const {
    clear_cookie(call, secure_);
    if (call.who) co_return co_await accounts_.logout(call.caller());
    std::string token = request.refresh_token ? std::move(request.refresh_token->value) : call.refresh_cookie;
    if (token.empty()) co_return fail(ErrorCode::unauthenticated, "Sign in first.");
    co_return co_await accounts_.logout_by_refresh_token(std::move(token));
  }

  Task<SignInReply> development_token(Call& call, DevTokenRequest request) const {
    auto signed_in = co_await accounts_.issue_development_token(std::move(request.username.value), device_of(call));
    co_return reply(call, std::move(signed_in), /*in_cookie=*/false);
  }

 private:
  Result<SignInReply> reply(Call& call, Result<SignedIn> signed_in, bool in_cookie) const {
    if (!signed_in) return std::unexpected(std::move(signed_in.error()));
    Tokens& tokens = signed_in->tokens;
    SignInReply out{std::move(signed_in->user), signed_in->session, std::move(tokens.access),
                    tokens.access_expires_at, std::nullopt, tokens.refresh_expires_at};
    if (in_cookie) {
      const auto lifetime = std::chrono::floor<seconds>(tokens.refresh_expires_at - clock_.now());
      call.reply_headers.emplace_back("Set-Cookie", cookie(tokens.refresh, lifetime, secure_));
    } else {
      out.refresh_token = std::move(tokens.refresh);
    }
    return out;
  }

  Accounts& accounts_;
  const Clock& clock_;
  bool secure_;
};

Task<User> own_profile(Accounts& accounts, Caller caller) { return accounts.get(caller, caller.user); }

Task<User> update_profile(Accounts& accounts, Caller caller, ProfileRequest request) {
  ProfileChange change;
  if (request.display_name) change.display_name = std::move(request.display_name->value);
  if (request.email) change.email = std::move(request.email->value);
  return accounts.update_profile(caller, std::move(change));
}

Task<SessionList> list_sessions(Accounts& accounts, Caller caller) {
  auto sessions = co_await accounts.sessions(caller);
  if (!sessions) co_return std::unexpected(std::move(sessions.error()));
  co_return SessionList{std::move(*sessions), caller.session};
}

}  // namespace

void add_account_operations(OperationTable& table, Services services, const ApiOptions& options) {
  Accounts& accounts = services.accounts;
  const AccountHandlers handlers(services, options);

  table.add<RegisterRequest, SignInReply>(
      {.name = "account.register", .summary = "Make an account and sign in.", .permission = Permission::anyone,
       .method = HttpMethod::post, .path = "/register", .status = 201, .door = Door::rest},
      [handlers](Call& call, RegisterRequest request) { return handlers.register_user(call, std::move(request)); });
  table.add<LoginRequest, SignInReply>(
      {.name = "account.login", .summary = "Sign in with a password.", .permission = Permission::anyone,
       .method = HttpMethod::post, .path = "/login", .door = Door::rest},
      [handlers](Call& call, LoginRequest request) { return handlers.login(call, std::move(request)); });
  table.add<RefreshRequest, SignInReply>(
      {.name = "account.refresh", .summary = "Exchange a refresh token for new tokens.", .permission = Permission::anyone,
       .method = HttpMethod::post, .path = "/refresh", .door = Door::rest},
      [handlers](Call& call, RefreshRequest request) { return handlers.refresh(call, std::move(request)); });
  table.add<RefreshRequest, Nothing>(
      {.name = "account.logout", .summary = "End this session on every connection.", .permission = Permission::anyone,
       .method = HttpMethod::post, .path = "/logout", .status = 204, .door = Door::rest},
      [handlers](Call& call, RefreshRequest request) { return handlers.logout(call, std::move(request)); });
  if (options.development_tokens) {
    table.add<DevTokenRequest, SignInReply>(
        {.name = "dev.token", .summary = "Sign in without a password. Development only.", .permission = Permission::anyone,
         .method = HttpMethod::post, .path = "/dev/token", .door = Door::rest},
        [handlers](Call& call, DevTokenRequest request) { return handlers.development_token(call, std::move(request)); });
  }

  table.add<Nothing, User>(
      {.name = "me.get", .summary = "The caller's own profile.", .path = "/me"},
      [&accounts](Call& call, Nothing) { return own_profile(accounts, call.caller()); });
  table.add<ProfileRequest, User>(
      {.name = "me.update", .summary = "Change the caller's profile.", .method = HttpMethod::patch, .path = "/me"},
      [&accounts](Call& call, ProfileRequest request) {
        return update_profile(accounts, call.caller(), std::move(request));
      });
  table.add<PasswordRequest, Nothing>(
      {.name = "password.change", .summary = "Change the password; every other session ends.",
       .method = HttpMethod::post, .path = "/me/password", .status = 204},
      [&accounts](Call& call, PasswordRequest request) {
        return accounts.change_password(call.caller(), std::move(request.current_password.value),
                                        std::move(request.new_password.value));
      });
  table.add<Nothing, SessionList>(
      {.name = "session.list", .summary = "Where the caller is signed in.", .path = "/sessions"},
      [&accounts](Call& call, Nothing) { return list_sessions(accounts, call.caller()); });
  table.add<SessionRequest, Nothing>(
      {.name = "session.revoke", .summary = "End one of the caller's sessions; its connections close.",
       .method = HttpMethod::del, .path = "/sessions/{session}", .status = 204},
      [&accounts](Call& call, SessionRequest request) {
        return accounts.revoke_session(call.caller(), request.session);
      });
}

}  // namespace parley
