#include <parley/features/operations.hpp>

#include <parley/features/accounts/fields.hpp>
#include <parley/features/conversations/fields.hpp>
#include <parley/protocol/cursor.hpp>

namespace parley {
namespace {

// The cursor that a page request names: absent, good, or a fault.
Result<std::optional<ListCursor>> cursor_of(const std::optional<Line>& after) {
  if (!after) return std::nullopt;
  const auto cursor = decode_cursor(after->value);
  if (!cursor) return fail_field("after", "invalid", "This is no cursor of this list.");
  return cursor;
}

Task<ConversationSummary> open_direct(Conversations& conversations, Caller caller, UserId other) {
  auto opened = co_await conversations.open_direct(caller, other);
  if (!opened) co_return std::unexpected(std::move(opened.error()));
  co_return std::move(opened->first);
}

Task<ConversationSummary> create_group(Conversations& conversations, Caller caller, CreateGroupRequest request) {
  return conversations.create_group(
      caller, {std::move(request.title.value), request.label ? std::move(request.label->value) : std::string(),
               request.shares_history, std::move(request.members)});
}

Task<ConversationList> list_conversations(Conversations& conversations, Caller caller, ListRequest request) {
  const auto after = cursor_of(request.after);
  if (!after) co_return std::unexpected(after.error());
  std::optional<ConversationListCursor> cursor;
  if (*after) cursor = ConversationListCursor{(*after)->time, ConversationId((*after)->id)};
  auto page = co_await conversations.list(caller, cursor, static_cast<std::size_t>(request.limit));
  if (!page) co_return std::unexpected(std::move(page.error()));
  ConversationList list{std::move(page->conversations), std::nullopt};
  if (page->next) list.next = encode_cursor({page->next->active_at, page->next->id.uuid()});
  co_return list;
}

Task<Conversation> update(Conversations& conversations, Caller caller, UpdateConversationRequest request) {
  ConversationPatch patch;
  if (request.title) patch.title = std::move(request.title->value);
  if (request.label) patch.label = std::move(request.label->value);
  patch.shares_history = request.shares_history;
  return conversations.update(caller, request.conversation, std::move(patch));
}

Task<MemberList> list_members(Conversations& conversations, Caller caller, MemberListRequest request) {
  const auto after = cursor_of(request.after);
  if (!after) co_return std::unexpected(after.error());
  std::optional<UserId> cursor;
  if (*after) cursor = UserId((*after)->id);
  auto page =
      co_await conversations.members(caller, request.conversation, cursor, static_cast<std::size_t>(request.limit));
  if (!page) co_return std::unexpected(std::move(page.error()));
  MemberList list{std::move(page->members), std::nullopt};
  if (page->next) list.next = encode_cursor({Time(), page->next->uuid()});
  co_return list;
}

void add_member_operations(OperationTable& table) {
  table.add<MemberListRequest, MemberList>(
      {.name = "member.list",
       .summary = "Who is in a conversation.",
       .permission = Permission::member,
       .path = "/conversations/{conversation}/members"},
      [](const Services& services, RequestContext& context, MemberListRequest request) {
        return list_members(services.conversations, context.caller(), std::move(request));
      });
  table.add<AddMemberRequest, Member>({.name = "member.add",
                                       .summary = "Add somebody to a group.",
                                       .permission = Permission::conversation_admin,
                                       .method = HttpMethod::put,
                                       .path = "/conversations/{conversation}/members/{user}"},
                                      [](const Services& services, RequestContext& context, AddMemberRequest request) {
                                        return services.conversations.add_member(context.caller(), request.conversation,
                                                                                 request.user, request.role);
                                      });
  table.add<UpdateMemberRequest, Member>(
      {.name = "member.update",
       .summary = "Change a member's role.",
       .permission = Permission::conversation_admin,
       .method = HttpMethod::patch,
       .path = "/conversations/{conversation}/members/{user}"},
      [](const Services& services, RequestContext& context, UpdateMemberRequest request) {
        return services.conversations.change_role(context.caller(), request.conversation, request.user, request.role);
      });
  table.add<MemberRequest, Nothing>({.name = "member.remove",
                                     .summary = "Remove a member from a group.",
                                     .permission = Permission::conversation_admin,
                                     .method = HttpMethod::del,
                                     .path = "/conversations/{conversation}/members/{user}",
                                     .status = 204},
                                    [](const Services& services, RequestContext& context, MemberRequest request) {
                                      return services.conversations.remove_member(context.caller(),
                                                                                  request.conversation, request.user);
                                    });
}

}  // namespace

void add_conversation_operations(OperationTable& table) {
  table.add<UserRequest, ConversationSummary>(
      {.name = "direct.open",
       .summary = "The one direct conversation with a user, made where there is none.",
       .method = HttpMethod::put,
       .path = "/direct/{user}"},
      [](const Services& services, RequestContext& context, UserRequest request) {
        return open_direct(services.conversations, context.caller(), request.user);
      });
  table.add<ListRequest, ConversationList>(
      {.name = "conversation.list", .summary = "The caller's conversations.", .path = "/conversations"},
      [](const Services& services, RequestContext& context, ListRequest request) {
        return list_conversations(services.conversations, context.caller(), std::move(request));
      });
  table.add<CreateGroupRequest, ConversationSummary>(
      {.name = "conversation.create",
       .summary = "Make a group.",
       .method = HttpMethod::post,
       .path = "/conversations",
       .status = 201},
      [](const Services& services, RequestContext& context, CreateGroupRequest request) {
        return create_group(services.conversations, context.caller(), std::move(request));
      });
  table.add<ConversationRequest, ConversationSummary>(
      {.name = "conversation.get",
       .summary = "One conversation.",
       .permission = Permission::member,
       .path = "/conversations/{conversation}"},
      [](const Services& services, RequestContext& context, ConversationRequest request) {
        return services.conversations.get(context.caller(), request.conversation);
      });
  table.add<UpdateConversationRequest, Conversation>(
      {.name = "conversation.update",
       .summary = "Change a group's title, label or history setting.",
       .permission = Permission::conversation_admin,
       .method = HttpMethod::patch,
       .path = "/conversations/{conversation}"},
      [](const Services& services, RequestContext& context, UpdateConversationRequest request) {
        return update(services.conversations, context.caller(), std::move(request));
      });
  table.add<SettingsRequest, ConversationSettings>(
      {.name = "conversation.settings",
       .summary = "Mute, pin or archive a conversation for oneself, and say of which messages to be notified.",
       .permission = Permission::member,
       .method = HttpMethod::patch,
       .path = "/conversations/{conversation}/settings"},
      [](const Services& services, RequestContext& context, const SettingsRequest& request) {
        return services.conversations.change_settings(
            context.caller(), request.conversation,
            {request.muted_until, request.pinned, request.archived, request.notify});
      });
  table.add<ConversationRequest, Nothing>(
      {.name = "conversation.leave",
       .summary = "Leave a group.",
       .permission = Permission::member,
       .method = HttpMethod::post,
       .path = "/conversations/{conversation}/leave",
       .status = 204},
      [](const Services& services, RequestContext& context, ConversationRequest request) {
        return services.conversations.leave(context.caller(), request.conversation);
      });
  add_member_operations(table);
}

}  // namespace parley
