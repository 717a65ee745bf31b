// What the server tells clients about itself: its limits and its features. Plain values; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/protocol/codec.hpp>

namespace parley {

struct ClientLimits {
  std::int64_t message_chars = 0;
  std::int64_t frame_bytes = 0;
  std::int64_t group_members = 0;
  std::int64_t page_items = 0;
  std::int64_t message_emoji = 0;
  std::int64_t message_reactions = 0;
  std::int64_t pins = 0;
  std::int64_t receipt_members = 0;
  std::int64_t presence_members = 0;
  std::int64_t typing_merge_members = 0;
  std::int64_t title_chars = 0;
  std::int64_t label_chars = 0;
  std::int64_t display_name_chars = 0;
  std::int64_t search_chars = 0;
  std::int64_t search_items = 0;
  std::int64_t found_users = 0;
  std::int64_t summary_members = 0;
  std::int64_t summary_mentions = 0;
  std::int64_t quote_chars = 0;
  std::int64_t listed_presences = 0;
  std::int64_t watched_users = 0;
  std::int64_t watched_conversations = 0;
  std::int64_t blocks = 0;
  std::int64_t sync_conversations = 0;
  std::int64_t message_versions = 0;
  std::int64_t user_conversations = 0;
  std::int64_t conversations_per_day = 0;
  std::int64_t members_per_day = 0;
};
template <>
struct Fields<ClientLimits> {
  static constexpr std::string_view name = "ClientLimits";
  static constexpr auto list = std::tuple{
      field("message_chars", &ClientLimits::message_chars, "Characters of a message's text."),
      field("frame_bytes", &ClientLimits::frame_bytes, "Bytes of one WebSocket message to the server."),
      field("group_members", &ClientLimits::group_members, "Members of a group."),
      field("page_items", &ClientLimits::page_items, "Items of one page of a list."),
      field("message_emoji", &ClientLimits::message_emoji, "Different emoji among a message's reactions."),
      field("message_reactions", &ClientLimits::message_reactions, "Reactions to a message."),
      field("pins", &ClientLimits::pins, "Pinned messages of a conversation."),
      field("receipt_members", &ClientLimits::receipt_members,
            "Members up to which a conversation has receipts events."),
      field("presence_members", &ClientLimits::presence_members,
            "Members up to which a client can watch the presences of a conversation by naming it."),
      field("typing_merge_members", &ClientLimits::typing_merge_members,
            "Members up to which each member's typing is sent at once; in larger conversations it is merged."),
      field("title_chars", &ClientLimits::title_chars, "Characters of a group's title."),
      field("label_chars", &ClientLimits::label_chars, "Characters of a group's label."),
      field("display_name_chars", &ClientLimits::display_name_chars, "Characters of a name to show."),
      field("search_chars", &ClientLimits::search_chars, "Characters of the text that messages are searched by."),
      field("search_items", &ClientLimits::search_items, "Results in one page of a search."),
      field("found_users", &ClientLimits::found_users, "Users that one search finds."),
      field("summary_members", &ClientLimits::summary_members, "Members that the summary of a conversation contains."),
      field("summary_mentions", &ClientLimits::summary_mentions,
            "Unread mentions that the summary of a conversation contains, the newest ones."),
      field("quote_chars", &ClientLimits::quote_chars, "Characters of a message that its quotes show."),
      field("listed_presences", &ClientLimits::listed_presences, "Users whose presence one request asks for."),
      field("watched_users", &ClientLimits::watched_users, "Users whose presence one connection watches."),
      field("watched_conversations", &ClientLimits::watched_conversations,
            "Conversations that one request to watch names."),
      field("blocks", &ClientLimits::blocks, "Users that one user may block."),
      field("sync_conversations", &ClientLimits::sync_conversations, "Conversations that a returning client may name."),
      field("message_versions", &ClientLimits::message_versions, "Versions that the text of one message may have."),
      field("user_conversations", &ClientLimits::user_conversations, "Conversations that one user is a member of."),
      field("conversations_per_day", &ClientLimits::conversations_per_day,
            "Conversations that one user creates in a day; 0 if there is no limit."),
      field("members_per_day", &ClientLimits::members_per_day,
            "Members that one user adds or invites in a day; 0 if there is no limit.")};
};

struct ClientConfig {
  std::string version;
  std::string websocket_url;
  bool registration = false;
  std::int64_t heartbeat_ms = 0;
  ClientLimits limits;
  std::vector<std::string> features;
};
template <>
struct Fields<ClientConfig> {
  static constexpr std::string_view name = "ClientConfig";
  static constexpr auto list = std::tuple{
      field("version", &ClientConfig::version, "The server's version."),
      field("websocket_url", &ClientConfig::websocket_url,
            "The URL of the WebSocket. If it is relative, it belongs to this server."),
      field("registration", &ClientConfig::registration, "Whether anyone may create an account."),
      field("heartbeat_ms", &ClientConfig::heartbeat_ms, "The time between two heartbeats to a live client."),
      field("limits", &ClientConfig::limits, "The limits of the server."),
      field("features", &ClientConfig::features, "The features of the server.")};
};

// Returns the configuration of this moment: the operator may open and close registration while the server runs.
using CurrentConfig = std::function<ClientConfig()>;

ClientLimits client_limits(const Limits& limits);
std::vector<std::string> client_features();

}  // namespace parley
