#include <parley/features/operations.hpp>

#include <fmt/format.h>

#include <parley/features/sign_in/fields.hpp>

namespace parley {
namespace {

Device device_of(const RequestContext& context) { return {context.user_agent, context.address}; }

// The refresh token in a cookie that scripts cannot read and other sites cannot have sent.
std::string cookie(std::string_view token, seconds lifetime, bool secure) {
  return fmt::format("parley_refresh={}; Path=/api; Max-Age={}; HttpOnly; SameSite=Strict{}", token, lifetime.count(),
                     secure ? "; Secure" : "");
}

void clear_cookie(RequestContext& context, bool secure) {
  context.reply_headers.emplace_back("Set-Cookie", cookie("", seconds(0), secure));
}

// What a sign-in answers; the refresh token goes into the body or, for browsers, into the cookie.
Result<SignInReply> sign_in_reply(const Services& services, RequestContext& context, Result<SignedIn> signed_in,
                                  bool in_cookie) {
  if (!signed_in) return std::unexpected(std::move(signed_in.error()));
  Tokens& tokens = signed_in->tokens;
  SignInReply reply{std::move(signed_in->user), signed_in->session, std::move(tokens.access),
                    tokens.access_expires_at,   std::nullopt,       tokens.refresh_expires_at};
  if (in_cookie) {
    const auto lifetime = std::chrono::floor<seconds>(tokens.refresh_expires_at - services.clock.now());
    context.reply_headers.emplace_back("Set-Cookie", cookie(tokens.refresh, lifetime, services.secure_cookies));
  } else {
    reply.refresh_token = std::move(tokens.refresh);
  }
  return reply;
}

Task<SignInReply> register_user(const Services& services, RequestContext& context, RegisterRequest request) {
  Registration registration{std::move(request.username.value), std::move(request.password.value),
                            request.display_name ? std::move(request.display_name->value) : std::string(),
                            std::nullopt};
  if (request.email) registration.email = std::move(request.email->value);
  auto signed_in = co_await services.accounts.register_user(std::move(registration), device_of(context));
  co_return sign_in_reply(services, context, std::move(signed_in), request.cookie);
}

Task<SignInReply> login(const Services& services, RequestContext& context, LoginRequest request) {
  auto signed_in = co_await services.accounts.login(std::move(request.username.value),
                                                    std::move(request.password.value), device_of(context));
  co_return sign_in_reply(services, context, std::move(signed_in), request.cookie);
}

Task<SignInReply> refresh(const Services& services, RequestContext& context, RefreshRequest request) {
  const bool from_cookie = !request.refresh_token;
  std::string token = from_cookie ? context.refresh_cookie : std::move(request.refresh_token->value);
  if (token.empty()) co_return fail(ErrorCode::unauthenticated, "There is no refresh token, or it is no longer good.");
  auto signed_in = co_await services.accounts.refresh(std::move(token));
  if (!signed_in && from_cookie && signed_in.error().code == ErrorCode::unauthenticated) {
    clear_cookie(context, services.secure_cookies);
  }
  co_return sign_in_reply(services, context, std::move(signed_in), from_cookie);
}

// Ends the session of whichever credential is there: an access token, or a refresh token whose access token ran out.
Task<void> logout(const Services& services, RequestContext& context, RefreshRequest request) {
  clear_cookie(context, services.secure_cookies);
  if (context.who) co_return co_await services.accounts.logout(context.caller());
  std::string token = request.refresh_token ? std::move(request.refresh_token->value) : context.refresh_cookie;
  if (token.empty()) co_return fail(ErrorCode::unauthenticated, "Sign in first.");
  co_return co_await services.accounts.logout_by_refresh_token(token);
}

Task<SignInReply> development_token(const Services& services, RequestContext& context, DevTokenRequest request) {
  auto signed_in =
      co_await services.accounts.issue_development_token(std::move(request.username.value), device_of(context));
  co_return sign_in_reply(services, context, std::move(signed_in), /*in_cookie=*/false);
}

Task<SessionList> list_sessions(Accounts& accounts, Caller caller) {
  auto sessions = co_await accounts.sessions(caller);
  if (!sessions) co_return std::unexpected(std::move(sessions.error()));
  co_return SessionList{std::move(*sessions), caller.session};
}

}  // namespace

void add_sign_in_operations(OperationTable& table) {
  table.add<RegisterRequest, SignInReply>({.name = "account.register",
                                           .summary = "Make an account and sign in.",
                                           .permission = Permission::anyone,
                                           .method = HttpMethod::post,
                                           .path = "/register",
                                           .status = 201,
                                           .door = Door::rest},
                                          register_user);
  table.add<LoginRequest, SignInReply>({.name = "account.login",
                                        .summary = "Sign in with a password.",
                                        .permission = Permission::anyone,
                                        .method = HttpMethod::post,
                                        .path = "/login",
                                        .door = Door::rest},
                                       login);
  table.add<RefreshRequest, SignInReply>({.name = "account.refresh",
                                          .summary = "Exchange a refresh token for new tokens.",
                                          .permission = Permission::anyone,
                                          .method = HttpMethod::post,
                                          .path = "/refresh",
                                          .door = Door::rest},
                                         refresh);
  table.add<RefreshRequest, Nothing>({.name = "account.logout",
                                      .summary = "End this session on every connection.",
                                      .permission = Permission::anyone,
                                      .method = HttpMethod::post,
                                      .path = "/logout",
                                      .status = 204,
                                      .door = Door::rest},
                                     logout);

  table.add<PasswordRequest, Nothing>({.name = "password.change",
                                       .summary = "Change the password; every other session ends.",
                                       .method = HttpMethod::post,
                                       .path = "/me/password",
                                       .status = 204},
                                      [](const Services& services, RequestContext& context, PasswordRequest request) {
                                        return services.accounts.change_password(
                                            context.caller(), std::move(request.current_password.value),
                                            std::move(request.new_password.value));
                                      });
  table.add<DeactivationRequest, Nothing>(
      {.name = "account.deactivate",
       .summary = "Close the account: every session ends, nobody signs in again. What was written stays.",
       .method = HttpMethod::post,
       .path = "/me/deactivate",
       .status = 204},
      [](const Services& services, RequestContext& context, DeactivationRequest request) {
        return services.accounts.deactivate(context.caller(), std::move(request.password.value));
      });
  table.add<Nothing, SessionList>(
      {.name = "session.list", .summary = "Where the caller is signed in.", .path = "/sessions"},
      [](const Services& services, RequestContext& context, Nothing) {
        return list_sessions(services.accounts, context.caller());
      });
  table.add<SessionRequest, Nothing>({.name = "session.revoke",
                                      .summary = "End one of the caller's sessions; its connections close.",
                                      .method = HttpMethod::del,
                                      .path = "/sessions/{session}",
                                      .status = 204},
                                     [](const Services& services, RequestContext& context, SessionRequest request) {
                                       return services.accounts.revoke_session(context.caller(), request.session);
                                     });
}

void add_development_operations(OperationTable& table) {
  table.add<DevTokenRequest, SignInReply>({.name = "dev.token",
                                           .summary = "Sign in without a password. Development only.",
                                           .permission = Permission::anyone,
                                           .method = HttpMethod::post,
                                           .path = "/dev/token",
                                           .door = Door::rest},
                                          development_token);
}

}  // namespace parley
