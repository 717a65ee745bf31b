#include <parley/features/conversations/operations.hpp>

#include <parley/core/requests.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/features/accounts/blocks.hpp>
#include <parley/features/conversations/conversations.hpp>
#include <parley/features/conversations/fields.hpp>
#include <parley/features/conversations/invitations.hpp>
#include <parley/features/conversations/members.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/protocol/cursor.hpp>
#include <parley/protocol/nothing.hpp>

namespace parley {
namespace {

Task<ConversationSummary> open_direct(Conversations& conversations, Caller caller, UserRequest request) {
  auto opened = CO_TRY(co_await conversations.open_direct(caller, request.user));
  co_return std::move(opened.first);
}

Task<ConversationSummary> create_group(Conversations& conversations, RequestContext& context,
                                       CreateGroupRequest request) {
  auto group = CO_TRY(co_await conversations.create_group(
      context.caller(),
      {std::move(request.title.value), request.label ? std::move(request.label->value) : std::string(),
       request.shares_history, std::move(request.members)}));
  context.set_location("/conversations/{}", group.conversation.id.text());
  co_return group;
}

Task<ConversationList> list_conversations(Conversations& conversations, Caller caller, ListRequest request) {
  std::optional<ConversationListCursor> after;
  if (request.cursor) after = ConversationListCursor{request.cursor->time, ConversationId(request.cursor->id)};
  auto page = CO_TRY(co_await conversations.list(caller, after, static_cast<std::size_t>(request.limit)));
  ConversationList list{std::move(page.conversations), std::nullopt};
  if (page.next) list.next = encode_cursor(ListCursor{page.next->active_at, page.next->id.uuid()});
  co_return list;
}

Task<ConversationSummary> get_conversation(Conversations& conversations, Caller caller, ConversationRequest request) {
  return conversations.get(caller, request.conversation);
}

Task<Conversation> update(Conversations& conversations, Caller caller, UpdateConversationRequest request) {
  ConversationPatch patch;
  if (request.title) patch.title = std::move(request.title->value);
  if (request.label) patch.label = std::move(request.label->value);
  patch.shares_history = request.shares_history;
  return conversations.update(caller, request.conversation, std::move(patch));
}

Task<ConversationSettings> personalize(Conversations& conversations, Caller caller, SettingsRequest request) {
  return conversations.change_settings(caller, request.conversation,
                                       {request.muted_until, request.pinned, request.archived, request.notify});
}

Task<void> leave(Members& members, Caller caller, ConversationRequest request) {
  return members.leave(caller, request.conversation);
}

Task<MemberList> list_members(Members& members, Caller caller, MemberListRequest request) {
  auto page = CO_TRY(co_await members.list(caller, request.conversation, user_of(request.cursor),
                                           static_cast<std::size_t>(request.limit)));
  MemberList list{std::move(page.members), std::nullopt};
  if (page.next) list.next = encode_cursor(*page.next);
  co_return list;
}

Task<Member> add_member(Members& members, Caller caller, AddMemberRequest request) {
  return members.add(caller, request.conversation, request.user, request.role);
}

Task<Member> change_role(Members& members, Caller caller, UpdateMemberRequest request) {
  return members.change_role(caller, request.conversation, request.user, request.role);
}

Task<void> remove_member(Members& members, Caller caller, MemberRequest request) {
  return members.remove(caller, request.conversation, request.user);
}

Task<InvitationList> list_invitations(Invitations& invitations, Caller caller) {
  co_return InvitationList{CO_TRY(co_await invitations.list(caller))};
}

Task<ConversationSummary> accept(Invitations& invitations, Caller caller, InvitationRequest request) {
  return invitations.accept(caller, request.invitation);
}

Task<void> decline(Invitations& invitations, Caller caller, InvitationRequest request) {
  return invitations.decline(caller, request.invitation);
}

// A block removes all invitations of the inviter, this one among them.
Task<void> block_inviter(Invitations& invitations, Blocks& blocks, Caller caller, InvitationRequest request) {
  const Invitation invitation = CO_TRY(co_await invitations.get(caller, request.invitation));
  co_return co_await blocks.block(caller, invitation.inviter.user);
}

}  // namespace

void add_conversation_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  using enum Cost;
  // clang-format off
  table.add({
    {"direct.open",           user,               put,   "/direct/{user}",                               200,
     handle<UserRequest, ConversationSummary>(open_direct), "The direct conversation with a user, made if missing.",
     both, change, {}, "One of the two is in as many conversations as permitted, or has too many invitations."},
    {"conversation.list",     user,               get,   "/conversations",                               200,
     handle<ListRequest, ConversationList>(list_conversations),          "The caller's conversations."},
    {"conversation.create",   user,               post,  "/conversations",                               201,
     handle<CreateGroupRequest, ConversationSummary>(create_group),      "Make a group.",
     both, change, {}, "The caller or one of the members is in as many conversations as permitted."},
    {"conversation.get",      member,             get,   "/conversations/{conversation}",                200,
     handle<ConversationRequest, ConversationSummary>(get_conversation), "One conversation."},
    {"conversation.update",   conversation_admin, patch, "/conversations/{conversation}",                200,
     handle<UpdateConversationRequest, Conversation>(update), "Change a group's title, label or history setting.",
     both, change},
    {"conversation.settings", member,             patch, "/conversations/{conversation}/settings",       200,
     handle<SettingsRequest, ConversationSettings>(personalize), "Mute, pin or archive a conversation for oneself.",
     both, change},
    {"conversation.leave",    member,             post,  "/conversations/{conversation}/leave",          204,
     handle<ConversationRequest, Nothing>(leave),                        "Leave a group.", both, change},
    {"member.list",           member,             get,   "/conversations/{conversation}/members",        200,
     handle<MemberListRequest, MemberList>(list_members),                "Who is in a conversation."},
    {"member.add",            conversation_admin, put,   "/conversations/{conversation}/members/{user}", 200,
     handle<AddMemberRequest, Member>(add_member),                       "Add a user to a group.",
     both, change, {}, "The group is full, or the user has too many conversations or invitations."},
    {"member.update",         conversation_admin, patch, "/conversations/{conversation}/members/{user}", 200,
     handle<UpdateMemberRequest, Member>(change_role),                   "Change a member's role.",
     both, change, {}, "The last admin of a group cannot step down, and a closed account gets no role."},
    {"member.remove",         conversation_admin, del,   "/conversations/{conversation}/members/{user}", 204,
     handle<MemberRequest, Nothing>(remove_member),                      "Remove a member from a group.", both, change},
    {"invitation.list",       user,               get,   "/invitations",                                 200,
     handle<Nothing, InvitationList>(list_invitations),                  "The invitations that wait for the caller."},
    {"invitation.accept",     user,               post,  "/invitations/{invitation}/accept",             200,
     handle<InvitationRequest, ConversationSummary>(accept),             "Accept an invitation and join.",
     both, change, {}, "The group is full, or the caller or the inviter is in as many conversations as permitted."},
    {"invitation.decline",    user,               post,  "/invitations/{invitation}/decline",            204,
     handle<InvitationRequest, Nothing>(decline),                        "Decline an invitation.", both, change},
    {"invitation.block",      user,               post,  "/invitations/{invitation}/block",              204,
     handle<InvitationRequest, Nothing>(block_inviter),                  "Decline an invitation and block the inviter.",
     both, change, {}, "The caller has blocked as many users as permitted."},
  });
  // clang-format on
}

}  // namespace parley
