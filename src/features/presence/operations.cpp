#include <parley/features/presence/operations.hpp>

#include <ranges>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include <parley/core/requests.hpp>
#include <parley/features/accounts/profiles.hpp>
#include <parley/features/presence/fields.hpp>
#include <parley/features/presence/presence_watches.hpp>
#include <parley/features/presence/presences.hpp>

namespace parley {
namespace {

PresenceState state_of(ChosenPresence chosen) {
  switch (chosen) {
    case ChosenPresence::away: return PresenceState::away;
    case ChosenPresence::dnd: return PresenceState::dnd;
    case ChosenPresence::online: break;
  }
  return PresenceState::online;
}

// "away" is a state of one device and lasts as long as its connection. "dnd" is a state of the user and is stored, so
// that it holds on all devices. Every other choice ends it.
Task<Presence> set_presence(Profiles& profiles, RequestContext& context, PresenceRequest request) {
  const ChosenPresence chosen = request.state;
  const bool do_not_disturb = chosen == ChosenPresence::dnd;
  if (!context.live && chosen == ChosenPresence::away) {
    co_return fail_field("state", FieldFault::invalid, "A device sets away over its own connection.");
  }
  if (context.live && !do_not_disturb) context.live->show(state_of(chosen));
  if (!context.live || context.live->presence_rules().do_not_disturb != do_not_disturb) {
    CO_TRY(co_await profiles.update(context.caller(), {.do_not_disturb = do_not_disturb}));
  }
  co_return Presence{context.caller().user, state_of(chosen)};
}

Task<Presence> get_presence(Presences& presences, Caller caller, UserRequest request) {
  const auto found = CO_TRY(co_await presences.of(caller, {request.user}));
  co_return found.front();
}

// Reads user ids that are separated by commas, as a query parameter has them.
Result<std::vector<UserId>> read_users(std::string_view text) {
  std::vector<UserId> users;
  for (const auto part : std::views::split(text, ',')) {
    const auto id = UserId::parse(std::string_view(part));
    if (!id || users.size() == kListedPresencesMost) {
      return fail_field("users", FieldFault::invalid,
                        fmt::format("Name up to {} user ids, separated by commas.", kListedPresencesMost));
    }
    users.push_back(*id);
  }
  return users;
}

Task<PresenceList> list_presences(Presences& presences, Caller caller, PresenceListRequest request) {
  auto users = CO_TRY(read_users(request.users.value));
  co_return PresenceList{CO_TRY(co_await presences.of(caller, std::move(users)))};
}

// The reply lists the named users first, in their order, and then the members of the named conversations. A user who
// was named is not listed again as a member, and one whose presence the caller may not see is offline. If the
// connection has ended meanwhile, there is no subscriber and the list is empty. The request takes its turn before
// anything is read, so that of two requests the later one decides.
Task<PresenceList> watch(Presences& presences, PresenceWatches& watches, const Limits& limits, RequestContext& context,
                         WatchRequest request) {
  PresenceWatch& watch = watches.on(context.live->loop_index());
  Subscriber* const asking = context.live->subscriber();
  if (asking == nullptr) co_return PresenceList();
  const std::uint64_t turn = watch.take_turn(*asking);
  std::vector<UserId> users = std::move(request.users);
  if (!request.conversations.empty()) {
    const auto members =
        CO_TRY(co_await presences.members(context.caller(), std::move(request.conversations), limits.presence_members));
    const std::unordered_set<UserId> named(users.begin(), users.end());
    std::set<UserId> others(members.begin(), members.end());
    std::erase_if(others, [&](UserId user) { return named.contains(user); });
    users.insert(users.end(), others.begin(), others.end());
  }
  if (users.size() > kWatchedUsersMost) {
    co_return fail_field("conversations", FieldFault::too_many,
                         fmt::format("At most {} users can be watched.", kWatchedUsersMost));
  }
  auto visible = CO_TRY(co_await presences.visible(context.caller().user, users));
  Subscriber* const subscriber = context.live->subscriber();
  if (subscriber == nullptr) co_return PresenceList();
  const std::vector<Presence> seen = co_await watch.watch(*subscriber, turn, std::move(visible));
  co_return PresenceList{presences_of(users, seen)};
}

}  // namespace

void add_presence_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  // clang-format off
  table.add({
    {"presence.get",   user, get, "/users/{user}/presence", 200,
     handle<UserRequest, Presence>(get_presence),               "Whether a user is online, away, dnd or offline."},
    {"presence.list",  user, get, "/presence",              200,
     handle<PresenceListRequest, PresenceList>(list_presences), "The presence of several users."},
    {"presence.set",   user, put, "/presence",              200,
     handle<PresenceRequest, Presence>(set_presence), "Set the caller's presence: away here, or dnd everywhere."},
    {"presence.watch", user, get, "",                       200,
     handle<WatchRequest, PresenceList>(watch), "Get the presence of users, now and whenever it changes.", websocket},
  });
  // clang-format on
}

}  // namespace parley
