#include <parley/features/sign_in/operations.hpp>

#include <parley/features/sign_in/development_access.hpp>
#include <parley/features/sign_in/fields.hpp>
#include <parley/features/sign_in/known_devices.hpp>
#include <parley/features/sign_in/refresh_cookies.hpp>
#include <parley/features/sign_in/sessions.hpp>
#include <parley/features/sign_in/sign_in.hpp>

namespace parley {
namespace {

// Makes the reply to a sign-in. The refresh token goes into the body or, for browsers, into the cookie.
SignInReply sign_in_reply(const RefreshCookies& cookies, RequestContext& context, SignedIn signed_in, bool in_cookie) {
  Tokens& tokens = signed_in.tokens;
  SignInReply reply{std::move(signed_in.user), signed_in.session, std::move(tokens.access),
                    tokens.access_expires_at,  std::nullopt,      tokens.refresh_expires_at};
  if (in_cookie)
    cookies.set(context, tokens.refresh, tokens.refresh_expires_at);
  else
    reply.refresh_token = std::move(tokens.refresh);
  return reply;
}

// A browser that keeps its refresh token in a cookie is remembered as a device of the name with which it signed in.
void remember_device(const KnownDevices& devices, RequestContext& context, std::string_view username, bool is_browser) {
  if (is_browser) devices.remember(context, username);
}

// A browser keeps one refresh token. The session of the token that it replaces would otherwise go on without anybody
// who could end it.
Task<void> end_replaced_session(Sessions& sessions, const RefreshCookies& cookies, const RequestContext& context,
                                bool is_browser) {
  const std::string token = is_browser ? cookies.token(context) : std::string();
  if (token.empty()) co_return Result<void>();
  co_return co_await sessions.end_by_refresh_token(token, RevocationReason::replaced);
}

Task<SignInReply> register_user(SignIn& sign_in, Sessions& sessions, const RefreshCookies& cookies,
                                const KnownDevices& devices, RequestContext& context, RegisterRequest request) {
  Registration registration{std::move(request.username.value), std::move(request.password.value),
                            request.display_name ? std::move(request.display_name->value) : std::string(),
                            std::nullopt};
  if (request.email) registration.email = std::move(request.email->value);
  auto signed_in = CO_TRY(co_await sign_in.register_user(std::move(registration), context.device()));
  CO_TRY(co_await end_replaced_session(sessions, cookies, context, request.cookie));
  context.set_location("/me");
  const std::string username = signed_in.user.username;
  SignInReply reply = sign_in_reply(cookies, context, std::move(signed_in), request.cookie);
  remember_device(devices, context, username, request.cookie);
  co_return reply;
}

Task<SignInReply> login(SignIn& sign_in, Sessions& sessions, const RefreshCookies& cookies, const KnownDevices& devices,
                        RequestContext& context, LoginRequest request) {
  const std::string username = std::move(request.username.value);
  Device device = context.device();
  device.known_id = devices.recognise(context, username);
  auto signed_in = CO_TRY(co_await sign_in.login(username, std::move(request.password.value), std::move(device)));
  CO_TRY(co_await end_replaced_session(sessions, cookies, context, request.cookie));
  SignInReply reply = sign_in_reply(cookies, context, std::move(signed_in), request.cookie);
  remember_device(devices, context, username, request.cookie);
  co_return reply;
}

// The new token goes where the old one came from. A browser forgets a cookie that is no longer valid, so that it does
// not present it again.
Task<SignInReply> refresh(Sessions& sessions, const RefreshCookies& cookies, RequestContext& context,
                          RefreshRequest request) {
  const bool from_cookie = !request.refresh_token;
  std::string token = from_cookie ? cookies.token(context) : std::move(request.refresh_token->value);
  if (token.empty()) co_return fail(ErrorCode::unauthenticated, "There is no refresh token, or it is no longer good.");
  auto refreshed = co_await sessions.refresh(std::move(token), context.device());
  if (!refreshed && from_cookie && refreshed.error().code == ErrorCode::unauthenticated) {
    cookies.clear(context);
  }
  auto signed_in = CO_TRY(std::move(refreshed));
  co_return sign_in_reply(cookies, context, std::move(signed_in), from_cookie);
}

// Ends the session of the access token, or of the refresh token if there is no valid access token: users can sign out
// after their access token has expired.
Task<void> logout(Sessions& sessions, const RefreshCookies& cookies, RequestContext& context, RefreshRequest request) {
  cookies.clear(context);
  if (context.who) co_return co_await sessions.logout(context.caller(), context.device());
  std::string token = request.refresh_token ? std::move(request.refresh_token->value) : cookies.token(context);
  if (token.empty()) co_return authority::user.admit(/*caller=*/nullptr);
  co_return co_await sessions.end_by_refresh_token(token, RevocationReason::logout);
}

Task<SignInReply> development_token(SignIn& sign_in, const RefreshCookies& cookies, const DevelopmentAccess& access,
                                    RequestContext& context, DevTokenRequest request) {
  CO_TRY(access.admit(context.address));
  auto signed_in =
      CO_TRY(co_await sign_in.issue_development_token(std::move(request.username.value), context.device()));
  co_return sign_in_reply(cookies, context, std::move(signed_in), /*in_cookie=*/false);
}

Task<SessionList> list_sessions(Sessions& sessions, Caller caller) {
  auto listed = CO_TRY(co_await sessions.list(caller));
  co_return SessionList{std::move(listed), caller.session};
}

Task<void> change_password(SignIn& sign_in, RequestContext& context, PasswordRequest request) {
  return sign_in.change_password(context.caller(), std::move(request.current_password.value),
                                 std::move(request.new_password.value), context.device());
}

Task<void> reset_password(SignIn& sign_in, RequestContext& context, ResetRequest request) {
  return sign_in.reset_password(std::move(request.token.value), std::move(request.new_password.value),
                                context.device());
}

Task<void> deactivate(SignIn& sign_in, RequestContext& context, DeactivationRequest request) {
  return sign_in.deactivate(context.caller(), std::move(request.password.value), context.device());
}

Task<void> confirm_password(SignIn& sign_in, RequestContext& context, ConfirmationRequest request) {
  return sign_in.confirm_password(context.caller(), std::move(request.current_password.value), context.device());
}

Task<void> revoke_session(Sessions& sessions, RequestContext& context, SessionRequest request) {
  return sessions.revoke(context.caller(), request.session, context.device());
}

Task<PastSignIns> past_sign_ins(Sessions& sessions, Caller caller) {
  co_return PastSignIns{CO_TRY(co_await sessions.past_sign_ins(caller))};
}

}  // namespace

void add_sign_in_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  using enum Cost;
  // clang-format off
  table.add({
    {"account.register",   anyone,    post, "/register",           201,
     handle<RegisterRequest, SignInReply>(register_user), "Make an account and sign in.", rest,
     request, {}, "The username is taken."},
    {"account.login",      anyone,    post, "/login",              200,
     handle<LoginRequest, SignInReply>(login),            "Sign in with a password.", rest},
    {"account.refresh",    anyone,    post, "/refresh",            200,
     handle<RefreshRequest, SignInReply>(refresh),        "Exchange a refresh token for new tokens.", rest},
    {"account.logout",     anyone,    post, "/logout",             204,
     handle<RefreshRequest, Nothing>(logout),             "End this session on every connection.", rest},
    {"password.change",    signed_in, post, "/me/password",        204,
     handle<PasswordRequest, Nothing>(change_password),   "Change the password; every other session ends.",
     both, change, {}, "The password was changed at the same time."},
    {"password.confirm",   signed_in, post, "/me/password/confirm", 204,
     handle<ConfirmationRequest, Nothing>(confirm_password),
     "Prove the password again. For ten minutes, this session may then end others.",
     both, request, {}, "The password was changed at the same time."},
    {"password.reset",     anyone,    post, "/password/reset",     204,
     handle<ResetRequest, Nothing>(reset_password),       "Set a new password with a one-time link; all sessions end.",
     rest},
    {"account.deactivate", signed_in, post, "/me/deactivate",      204,
     handle<DeactivationRequest, Nothing>(deactivate),    "Close the account and end its sessions. Messages stay.",
     both, change, {}, "The password was changed at the same time."},
    {"session.list",       signed_in, get,  "/sessions",           200,
     handle<Nothing, SessionList>(list_sessions),         "Where the caller is signed in."},
    {"sign_in.recent",     signed_in, get,  "/me/sign-ins",        200,
     handle<Nothing, PastSignIns>(past_sign_ins),         "The caller's latest sign-ins."},
    {"session.revoke",     signed_in, del,  "/sessions/{session}", 204,
     handle<SessionRequest, Nothing>(revoke_session),     "End one of the caller's sessions; its connections close.",
     both, change},
  });
  // clang-format on
}

void add_development_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  // clang-format off
  table.add({
    {"dev.token", anyone, post, "/dev/token", 200,
     handle<DevTokenRequest, SignInReply>(development_token), "Sign in without a password. Development only.", rest},
  });
  // clang-format on
}

}  // namespace parley
