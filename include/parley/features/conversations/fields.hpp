// The requests and replies of the operations on conversations and their members, and the names, descriptions and
// bounds of their fields on the wire. Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/features/conversations/types.hpp>
#include <parley/protocol/cursor.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct ListRequest {
  std::optional<ListCursor> cursor;
  std::int64_t limit = 50;
};
template <>
struct Fields<ListRequest> {
  static constexpr std::string_view name = "ListRequest";
  static constexpr auto list =
      std::tuple{renamed("cursor", "after", &ListRequest::cursor, "The previous page\'s next."),
                 defaulted("limit", &ListRequest::limit, "How many at most.", Bounds{1, &Limits::page_items})};
};

struct ConversationList {
  std::vector<ConversationSummary> conversations;
  std::optional<std::string> next;
};
template <>
struct Fields<ConversationList> {
  static constexpr std::string_view name = "ConversationList";
  static constexpr auto list =
      std::tuple{field("conversations", &ConversationList::conversations, "The most recently active first."),
                 field("next", &ConversationList::next, "For the next page; absent on the last.")};
};

struct CreateGroupRequest {
  Name title;
  std::optional<Label> label;
  bool shares_history = false;
  std::vector<UserId> members;

  // What the request costs, in tokens.
  double weight() const { return 1 + static_cast<double>(members.size()) / 25; }
};
template <>
struct Fields<CreateGroupRequest> {
  static constexpr std::string_view name = "CreateGroupRequest";
  static constexpr auto list = std::tuple{
      field("title", &CreateGroupRequest::title, "The group's name.", Bounds{1, kTitleMost}),
      field("label", &CreateGroupRequest::label, "A free word to sort by.", Bounds{0, kLabelMost}),
      defaulted("shares_history", &CreateGroupRequest::shares_history, "May new members read what was said before?"),
      defaulted("members", &CreateGroupRequest::members, "Without the caller, who becomes its admin.",
                Bounds{0, &Limits::group_members})};
};

struct UpdateConversationRequest {
  ConversationId conversation;
  std::optional<Name> title;
  std::optional<Label> label;
  std::optional<bool> shares_history;
};
template <>
struct Fields<UpdateConversationRequest> {
  static constexpr std::string_view name = "UpdateConversationRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &UpdateConversationRequest::conversation, "The conversation."),
                 field("title", &UpdateConversationRequest::title, "The group's name.", Bounds{1, kTitleMost}),
                 field("label", &UpdateConversationRequest::label, "A free word to sort by.", Bounds{0, kLabelMost}),
                 field("shares_history", &UpdateConversationRequest::shares_history,
                       "May new members read what is said from now on, before they join?")};
};

struct SettingsRequest {
  ConversationId conversation;
  std::optional<std::optional<Time>> muted_until;
  std::optional<bool> pinned;
  std::optional<bool> archived;
  std::optional<NotifyLevel> notify;
};
template <>
struct Fields<SettingsRequest> {
  static constexpr std::string_view name = "SettingsRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &SettingsRequest::conversation, "The conversation."),
                 field("muted_until", &SettingsRequest::muted_until,
                       "Mute until then, the year 9999 for good; null: no longer muted."),
                 field("pinned", &SettingsRequest::pinned, "At the top of the list."),
                 field("archived", &SettingsRequest::archived, "Put away."),
                 field("notify", &SettingsRequest::notify, "Which messages cause a notification.")};
};

struct MemberListRequest {
  ConversationId conversation;
  std::optional<ListCursor> cursor;
  std::int64_t limit = 100;
};
template <>
struct Fields<MemberListRequest> {
  static constexpr std::string_view name = "MemberListRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &MemberListRequest::conversation, "The conversation."),
                 renamed("cursor", "after", &MemberListRequest::cursor, "The previous page\'s next."),
                 defaulted("limit", &MemberListRequest::limit, "How many at most.", Bounds{1, &Limits::page_items})};
};

struct MemberList {
  std::vector<Member> members;
  std::optional<std::string> next;
};
template <>
struct Fields<MemberList> {
  static constexpr std::string_view name = "MemberList";
  static constexpr auto list = std::tuple{field("members", &MemberList::members, "The present members, by user id."),
                                          field("next", &MemberList::next, "For the next page; absent on the last.")};
};

struct AddMemberRequest {
  ConversationId conversation;
  UserId user;
  MemberRole role = MemberRole::member;
};
template <>
struct Fields<AddMemberRequest> {
  static constexpr std::string_view name = "AddMemberRequest";
  static constexpr auto list = std::tuple{field("conversation", &AddMemberRequest::conversation, "The conversation."),
                                          field("user", &AddMemberRequest::user, "Who is to join."),
                                          defaulted("role", &AddMemberRequest::role, "As what.")};
};

struct UpdateMemberRequest {
  ConversationId conversation;
  UserId user;
  MemberRole role = MemberRole::member;
};
template <>
struct Fields<UpdateMemberRequest> {
  static constexpr std::string_view name = "UpdateMemberRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &UpdateMemberRequest::conversation, "The conversation."),
                 field("user", &UpdateMemberRequest::user, "The member."),
                 field("role", &UpdateMemberRequest::role, "The new role.")};
};

struct MemberRequest {
  ConversationId conversation;
  UserId user;
};
template <>
struct Fields<MemberRequest> {
  static constexpr std::string_view name = "MemberRequest";
  static constexpr auto list = std::tuple{field("conversation", &MemberRequest::conversation, "The conversation."),
                                          field("user", &MemberRequest::user, "The member.")};
};

struct InvitationRequest {
  InvitationId invitation;
};
template <>
struct Fields<InvitationRequest> {
  static constexpr std::string_view name = "InvitationRequest";
  static constexpr auto list = std::tuple{field("invitation", &InvitationRequest::invitation, "The invitation.")};
};

struct InvitationList {
  std::vector<Invitation> invitations;
};
template <>
struct Fields<InvitationList> {
  static constexpr std::string_view name = "InvitationList";
  static constexpr auto list = std::tuple{
      field("invitations", &InvitationList::invitations, "The invitations that wait for an answer, the oldest first.")};
};

}  // namespace parley
