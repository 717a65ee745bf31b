#include <algorithm>
#include <cassert>

#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/wire_bytes.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/accounts/store_invitations.hpp>

#include "core/sender_names.hpp"
#include "features/sync/changes.hpp"
#include "features/sync/page_reader.hpp"

namespace parley {
namespace {

constexpr std::size_t kCursorBytes = 150;  // size of a read cursor on the wire
constexpr std::size_t kChunk = kPositionsRead;  // summaries that are read together

std::size_t changes_bytes(const ConversationChanges& changes) {
  return (changes.properties ? wire_bytes(*changes.properties) : 0) + wire_bytes(changes.members) +
         wire_bytes(changes.messages);
}

}  // namespace

PageReader::PageReader(Transaction& tx, const SyncPageRequest& asked, const Limits& limits, User user,
                       std::vector<ConversationPosition> first)
    : tx_(tx),
      request_(asked.request),
      pending_cursors_(asked.pending_cursors),
      limits_(limits),
      own_(std::move(first)),
      has_read_all_(own_.size() < kPositionsRead),
      is_same_history_(!asked.request.epoch || *asked.request.epoch == tx.epoch()) {
  page_.epoch = tx.epoch();
  page_.user = std::move(user);
}

std::span<const ConversationPosition> PageReader::rest() const { return std::span(own_).subspan(covered_); }

// Reads the next positions when those that were read are on the page.
bool PageReader::has_more() {
  if (covered_ == own_.size() && !has_read_all_) {
    const auto next = tx_.store<SummaryStore>().positions({page_.user.id, own_.back().id, request_.until});
    has_read_all_ = next.size() < kPositionsRead;
    own_.insert(own_.end(), next.begin(), next.end());
  }
  return covered_ < own_.size();
}

// Summaries are enough if each conversation is either new to the client or has not changed since the client saw it.
std::optional<std::vector<ConversationId>> PageReader::missing_summaries() const {
  if (!has_read_all_) return std::nullopt;
  std::vector<ConversationId> missing;
  for (const ConversationPosition& position : own_) {
    const ClientPosition* known = named(position.id);
    if (!known) {
      missing.push_back(position.id);
    } else if (is_void(*known, position) || known->rev != position.rev) {
      return std::nullopt;
    }
  }
  return missing;
}

void PageReader::keep(ConversationSummary summary) {
  const ConversationId id = summary.conversation.id;
  summary.move_read(latest_cursor(id, summary.read_seq));
  summaries_.insert_or_assign(id, std::move(summary));
}

SyncPage PageReader::read() && {
  // cover_all() may end the page before `until`. It comes first, because the steps after it ask is_on_page().
  page_.next = request_.until;
  cover_all();
  find_gone();
  catch_up_own_stream();
  return std::move(page_);
}

// Returns whether the page says everything about this conversation. REQUIRES: cover_all() has set the page's end.
bool PageReader::is_on_page(ConversationId id) const {
  return (!request_.after || *request_.after < id) && (!page_.next || id <= *page_.next);
}

// Finds the conversations that the client named and that the user is not a member of.
void PageReader::find_gone() {
  for (const auto& [id, position] : request_.positions) {
    const auto at = std::ranges::lower_bound(own_, id, {}, &ConversationPosition::id);
    if (is_on_page(id) && (at == own_.end() || at->id != id)) page_.gone.push_back(id);
  }
}

// The user's own stream carries settings and blocks. Summaries contain the settings of conversations that are new to
// the client, so only those of named conversations are added here.
void PageReader::catch_up_own_stream() {
  if (request_.user_rev == page_.user.rev) return;
  const UserId user = page_.user.id;
  const UserRev known = request_.user_rev.value_or(UserRev(0));
  if (!request_.positions.empty()) {
    page_.settings = tx_.store<MemberStore>().settings_since(user, known, request_.after, page_.next);
  }
  std::erase_if(page_.settings, [this](const SettingsUpdated& one) { return !named(one.conversation); });
  if (request_.after) return;
  page_.blocks = page_.user.has_blocks ? tx_.store<BlockStore>().list(user) : std::vector<UserId>();
  page_.invitations = page_.user.has_invitations ? tx_.store<InvitationStore>().list(user) : std::vector<Invitation>();
}

// Summaries are read in chunks, ahead of the conversations that need them. The page ends after the conversation with
// which it reaches its size, so that every page makes progress. Without `until`, the last page has no next.
void PageReader::cover_all() {
  while (has_more()) {
    const auto next = rest().first(std::min(kChunk, rest().size()));
    const std::vector<ConversationPosition> chunk(next.begin(), next.end());
    read_summaries(chunk);
    for (const ConversationPosition& position : chunk) {
      cover(position);
      ++covered_;
      if (bytes_ < limits_.sync_bytes || !has_more()) continue;
      page_.next = position.id;
      return;
    }
  }
}

const ClientPosition* PageReader::named(ConversationId id) const {
  const auto at = request_.positions.find(id);
  return at == request_.positions.end() ? nullptr : &at->second;
}

// A position says nothing about what the client has if it comes from another database, or if it is ahead of this one,
// as after a restore.
bool PageReader::is_void(const ClientPosition& known, const ConversationPosition& position) const {
  return !is_same_history_ || known.rev > position.rev;
}

void PageReader::read_summaries(std::span<const ConversationPosition> chunk) {
  std::vector<ConversationId> wanted;
  for (const ConversationPosition& position : chunk) {
    const ClientPosition* known = named(position.id);
    if (summaries_.contains(position.id)) continue;
    if (!known || is_void(*known, position)) wanted.push_back(position.id);
  }
  keep_summaries(wanted);
}

void PageReader::keep_summaries(std::span<const ConversationId> ids) {
  if (ids.empty()) return;
  auto summaries = tx_.store<SummaryStore>().summaries(page_.user.id, ids);
  name_senders(tx_, summaries);
  for (ConversationSummary& summary : summaries) keep(std::move(summary));
}

// A summary that was not read ahead belongs to a conversation that turned out to need a reset.
ConversationSummary PageReader::take_summary(ConversationId id) {
  if (!summaries_.contains(id)) keep_summaries(std::span(&id, 1));
  auto summary = summaries_.extract(id);
  assert(!summary.empty());
  bytes_ += wire_bytes(summary.mapped());
  return std::move(summary.mapped());
}

// Read cursors are written some time after they moved. Until then the position in memory is ahead of the stored one.
Seq PageReader::latest_cursor(ConversationId id, Seq stored) const {
  const auto at = pending_cursors_.find(id);
  return at == pending_cursors_.end() ? stored : std::max(stored, at->second);
}

// A conversation is new to the client, or is brought up to date step by step, or is reset.
void PageReader::cover(const ConversationPosition& position) {
  const ClientPosition* known = named(position.id);
  if (!known) {
    page_.added.push_back(take_summary(position.id));
  } else if (is_void(*known, position) || !catch_up(*known, position)) {
    reset(position.id);
  } else {
    correct_cursor(*known, position);
  }
  page_.covered.push_back({position.id, position.rev, position.visible_after});
}

// Returns false if the client missed too much, or if the membership itself changed: it may have ended and begun again,
// and then messages that the client has are no longer visible.
bool PageReader::catch_up(const ClientPosition& known, const ConversationPosition& position) {
  if (known.rev == position.rev) return true;
  const std::optional<Conversation> conversation = tx_.store<ConversationStore>().find(position.id);
  const std::optional<Member> member = tx_.store<MemberStore>().find(position.id, page_.user.id);
  assert(conversation && member);
  if (member->rev > known.rev) return false;
  const Seq first = policy::first_visible(*member);
  ConversationChanges changes = read_changes(tx_, *conversation, known.rev, first, limits_.sync_changes);
  const std::size_t bytes = changes_bytes(changes);
  const bool is_too_much = count_rows(changes) > limits_.sync_changes || bytes > limits_.sync_bytes;
  if (!changes.complete || is_too_much) return false;
  bytes_ += bytes;
  page_.changes.push_back(std::move(changes));
  return true;
}

// Puts the conversation on the page as it is now, with its latest messages.
void PageReader::reset(ConversationId id) {
  ConversationReset reset{take_summary(id), {}};
  const Seq end = reset.summary.conversation.last_seq.next();
  const Seq first = reset.summary.visible_after.next();
  reset.messages = tx_.store<MessageStore>().before(id, end, first, limits_.sync_window, limits_.sync_bytes);
  reset.messages.resize(count_within(std::span<const Message>(reset.messages), limits_.sync_bytes));
  std::ranges::reverse(reset.messages);
  bytes_ += wire_bytes(reset.messages);
  page_.resets.push_back(std::move(reset));
}

void PageReader::correct_cursor(const ClientPosition& known, const ConversationPosition& position) {
  const Seq read_seq = latest_cursor(position.id, position.read_seq);
  if (known.read_seq == read_seq) return;
  page_.cursors.push_back({position.id, page_.user.id, read_seq, position.last_seq.value() - read_seq.value()});
  bytes_ += kCursorBytes;
}

}  // namespace parley
