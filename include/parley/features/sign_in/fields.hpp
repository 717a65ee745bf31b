// The requests and replies of the operations on signing in and sessions, and how they look on the wire. Plain values;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/core/forms.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct RegisterRequest {
  Line username;
  Secret password;
  std::optional<Name> display_name;
  std::optional<Line> email;
  bool cookie = false;
};
template <>
struct Fields<RegisterRequest> {
  static constexpr std::string_view name = "RegisterRequest";
  static constexpr auto list = std::tuple{
      field("username", &RegisterRequest::username,
            "It begins with a letter or a digit. Letters, digits, dots, underscores and hyphens follow.",
            Bounds(kUsernameLeast, kUsernameMost).with(kUsernameForm)),
      field("password", &RegisterRequest::password, "8 to 72 bytes. Not the username, and not easy to guess.",
            Bounds(kNewPasswordLeast, kPasswordMost).with(kNewPasswordForm)),
      field("display_name", &RegisterRequest::display_name, "The name to show. The default is the username.",
            Bounds(1, kDisplayNameMost)),
      field("email", &RegisterRequest::email, "Only the user sees it.",
            Bounds(kEmailLeast, kEmailMost).with(kEmailForm)),
      defaulted("cookie", &RegisterRequest::cookie, "Keep the refresh token in an HttpOnly cookie (browsers).")};
};

struct LoginRequest {
  Line username;
  Secret password;
  bool cookie = false;
};
template <>
struct Fields<LoginRequest> {
  static constexpr std::string_view name = "LoginRequest";
  static constexpr auto list = std::tuple{
      field("username", &LoginRequest::username, "Upper and lower case are the same.", Bounds{1, kSignInNameMost}),
      field("password", &LoginRequest::password, "The password.", Bounds{1, kPasswordMost}),
      defaulted("cookie", &LoginRequest::cookie, "Keep the refresh token in an HttpOnly cookie (browsers).")};
};

struct RefreshRequest {
  std::optional<Secret> refresh_token;
};
template <>
struct Fields<RefreshRequest> {
  static constexpr std::string_view name = "RefreshRequest";
  static constexpr auto list = std::tuple{field("refresh_token", &RefreshRequest::refresh_token,
                                                "Absent if the cookie contains it.", Bounds{1, kRefreshTokenMost})};
};

struct DevTokenRequest {
  Line username;
};
template <>
struct Fields<DevTokenRequest> {
  static constexpr std::string_view name = "DevTokenRequest";
  static constexpr auto list =
      std::tuple{field("username", &DevTokenRequest::username, "The user is added if the name is free.",
                       Bounds(kUsernameLeast, kUsernameMost).with(kUsernameForm))};
};

struct SignInReply {
  User user;
  SessionId session;
  std::string access_token;
  Time access_expires_at;
  std::optional<std::string> refresh_token;
  Time refresh_expires_at;
};
template <>
struct Fields<SignInReply> {
  static constexpr std::string_view name = "SignInReply";
  static constexpr auto list = std::tuple{
      field("user", &SignInReply::user, "The user who signed in."),
      field("session", &SignInReply::session, "The session of this device."),
      field("access_token", &SignInReply::access_token, "For Authorization: Bearer, and for hello."),
      field("access_expires_at", &SignInReply::access_expires_at, "Refresh before then."),
      field("refresh_token", &SignInReply::refresh_token, "For the next refresh. Absent if the cookie contains it."),
      field("refresh_expires_at", &SignInReply::refresh_expires_at, "Sign in again after that.")};
};

struct PasswordRequest {
  Secret current_password;
  Secret new_password;
};
template <>
struct Fields<PasswordRequest> {
  static constexpr std::string_view name = "PasswordRequest";
  static constexpr auto list = std::tuple{
      field("current_password", &PasswordRequest::current_password, "The present password.", Bounds{1, kPasswordMost}),
      field("new_password", &PasswordRequest::new_password, "8 to 72 bytes. Not the username, and not easy to guess.",
            Bounds(kNewPasswordLeast, kPasswordMost).with(kNewPasswordForm))};
};

struct ConfirmationRequest {
  Secret current_password;
};
template <>
struct Fields<ConfirmationRequest> {
  static constexpr std::string_view name = "ConfirmationRequest";
  static constexpr auto list = std::tuple{field("current_password", &ConfirmationRequest::current_password,
                                                "The present password.", Bounds{1, kPasswordMost})};
};

struct DeactivationRequest {
  Secret password;
};
template <>
struct Fields<DeactivationRequest> {
  static constexpr std::string_view name = "DeactivationRequest";
  static constexpr auto list = std::tuple{
      field("password", &DeactivationRequest::password, "The password of the account.", Bounds{1, kPasswordMost})};
};

struct SessionList {
  std::vector<Session> sessions;
  SessionId current;
};
template <>
struct Fields<SessionList> {
  static constexpr std::string_view name = "SessionList";
  static constexpr auto list = std::tuple{field("sessions", &SessionList::sessions, "The newest first."),
                                          field("current", &SessionList::current, "The session of this request.")};
};

template <>
struct Fields<PastSignIn> {
  static constexpr std::string_view name = "PastSignIn";
  static constexpr auto list =
      std::tuple{field("session", &PastSignIn::session, "The session that began."),
                 field("at", &PastSignIn::at, "When."), field("address", &PastSignIn::address, "Where it came from."),
                 field("user_agent", &PastSignIn::user_agent, "The program that signed in, as it named itself.")};
};

struct PastSignIns {
  std::vector<PastSignIn> sign_ins;
};
template <>
struct Fields<PastSignIns> {
  static constexpr std::string_view name = "PastSignIns";
  static constexpr auto list = std::tuple{
      field("sign_ins", &PastSignIns::sign_ins, "The newest first, at most 50, with those whose session has ended.")};
};

struct ResetRequest {
  Secret token;
  Secret new_password;
};
template <>
struct Fields<ResetRequest> {
  static constexpr std::string_view name = "ResetRequest";
  static constexpr auto list = std::tuple{
      field("token", &ResetRequest::token, "The token of the one-time link.", Bounds{1, kRefreshTokenMost}),
      field("new_password", &ResetRequest::new_password, "8 to 72 bytes. Not the username, and not easy to guess.",
            Bounds(kNewPasswordLeast, kPasswordMost).with(kNewPasswordForm))};
};

struct SessionRequest {
  SessionId session;
};
template <>
struct Fields<SessionRequest> {
  static constexpr std::string_view name = "SessionRequest";
  static constexpr auto list = std::tuple{field("session", &SessionRequest::session, "The session.")};
};

}  // namespace parley
