// The stores over one SQLite connection. They belong to the thread that runs the connection's transaction; each .cpp
// holds one store with its SQL.
#pragma once

#include <parley/core/send.hpp>

#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

class Users final : public UserStore {
 public:
  explicit Users(Connection& connection) : connection_(connection) {}
  Result<User> add(const NewUser& user) override;
  std::optional<User> find(UserId id) override;
  std::vector<std::optional<User>> find_all(std::span<const UserId> ids) override;
  std::optional<User> lock(UserId id) override { return find(id); }  // nobody else writes
  std::optional<User> find_by_username(std::string_view username) override;
  std::vector<User> search(std::string_view username_prefix, std::size_t limit) override;
  std::vector<User> search_words(std::span<const std::string> beginnings, std::size_t limit) override;
  void set_words(const User& user, std::span<const std::string> words) override;
  std::vector<User> without_words(std::size_t limit) override;
  std::optional<std::string> password_hash(UserId id) override;
  void set_password_hash(UserId id, std::string_view hash) override;
  UserRev advance(UserId id) override;
  Result<User> update_profile(UserId id, const ProfileChange& change) override;
  void set_last_seen(std::span<const std::pair<UserId, Time>> seen) override;
  void deactivate(UserId id, Time now) override;
  std::vector<std::pair<UserId, UserRev>> revs(std::span<const UserId> ids) override;

 private:
  bool is_email_taken(std::string_view email, UserId except);

  Connection& connection_;
};

class Sessions final : public SessionStore {
 public:
  explicit Sessions(Connection& connection) : connection_(connection) {}
  void add(const Session& session) override;
  std::optional<Session> find(SessionId id) override;
  std::vector<std::optional<Session>> find_all(std::span<const SessionId> ids) override;
  std::vector<Session> active(UserId user) override;
  void touch(SessionId id, Time seen_at) override;
  std::vector<SessionId> revoke(std::span<const SessionId> ids, RevocationReason reason, Time now) override;
  void add_token(const RefreshToken& token) override;
  std::optional<RefreshToken> find_token(std::string_view hash) override;
  void mark_token_used(std::string_view hash, std::string_view successor, Time now) override;
  std::size_t remove_expired(Time now, std::size_t limit) override;

 private:
  Connection& connection_;
};

class Conversations final : public ConversationStore {
 public:
  explicit Conversations(Connection& connection) : connection_(connection) {}
  Conversation add(const NewConversation& conversation) override;
  std::pair<Conversation, bool> add_direct(const NewConversation& conversation, UserId one, UserId other) override;
  std::optional<Conversation> find(ConversationId id) override;
  std::optional<Conversation> lock(ConversationId id) override;
  std::optional<ConversationId> find_direct(UserId one, UserId other) override;
  Rev advance(ConversationId id) override;
  Conversation update(ConversationId id, const ConversationPatch& patch) override;
  std::vector<ConversationSummary> list(UserId user, const std::optional<ConversationListCursor>& after,
                                        std::size_t limit) override;
  std::vector<std::optional<ConversationSummary>> summaries(std::span<const View> views) override;
  std::vector<std::vector<ConversationPosition>> positions(std::span<const UserId> users) override;
  std::vector<std::pair<ConversationId, Rev>> revs(std::span<const ConversationId> ids) override;

 private:
  Conversation insert(const NewConversation& conversation, std::optional<Blob> direct_key);
  std::optional<ConversationSummary> summary(const View& view);
  std::vector<ConversationPosition> positions_of(UserId user);

  Connection& connection_;
};

class Members final : public MemberStore {
 public:
  explicit Members(Connection& connection) : connection_(connection) {}
  Member add(ConversationId conversation, UserId user, MemberRole role, Seq joined_seq, Rev rev, Time now) override;
  std::optional<Member> find(ConversationId conversation, UserId user) override;
  std::vector<Member> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit) override;
  Member set_role(ConversationId conversation, UserId user, MemberRole role, Rev rev) override;
  Member remove(ConversationId conversation, UserId user, Rev rev, Time now) override;
  std::optional<Member> oldest(ConversationId conversation, UserId except) override;
  std::int64_t count_admins(ConversationId conversation) override;
  std::vector<Member> changed_since(ConversationId conversation, Rev since, std::size_t limit) override;
  void move_cursors(const CursorMove& move) override;
  ConversationSettings set_settings(ConversationId conversation, UserId user, const SettingsPatch& patch,
                                    UserRev rev) override;
  std::vector<SettingsUpdated> settings_since(UserId user, UserRev since) override;

 private:
  Member get(ConversationId conversation, UserId user);
  void count(ConversationId conversation, std::int64_t difference);

  Connection& connection_;
};

class Messages final : public MessageStore {
 public:
  explicit Messages(Connection& connection) : connection_(connection) {}
  std::vector<Result<SentMessage>> append(std::span<const NewMessage> batch, Time now) override;
  std::optional<Message> find(ConversationId conversation, Seq seq, Seq from) override;
  std::vector<Message> before(ConversationId conversation, Seq before, Seq from, std::size_t limit) override;
  std::vector<Message> after(ConversationId conversation, Seq after, Seq from, std::size_t limit) override;
  std::vector<Message> changed_since(const Conversation& conversation, Rev since, Seq from, std::size_t limit) override;
  std::vector<Message> pinned(ConversationId conversation, Seq from, std::size_t limit) override;
  std::vector<MessageVersion> versions(const Message& message) override;
  Message edit(const Message& message, const NewBody& body, Rev rev, Time now) override;
  Message erase(const Message& message, UserId actor, Rev rev, Time now) override;
  Message add_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) override;
  Message remove_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) override;
  Message pin(const Message& message, std::optional<UserId> actor, Rev rev, Time now) override;

 private:
  std::optional<Message> completed(std::optional<Message> message, Seq from);
  std::vector<Message> completed(std::vector<Message> messages, Seq from);
  Message touch(const Message& message, Rev rev);
  struct Head;
  std::optional<Head> find_head(ConversationId id);
  std::optional<SendFacts::Sender> find_sender(const NewMessage& message);
  Result<SentMessage> append_one(const NewMessage& message, std::optional<Head>& head, Time now);
  Result<SentMessage> judge_again(SendFacts facts, const NewMessage& message);
  bool insert(const Message& message);
  std::optional<Message> find_by_client_id(const NewMessage& message);

  Connection& connection_;
};

class Search final : public SearchStore {
 public:
  explicit Search(Connection& connection) : connection_(connection) {}
  std::vector<ConversationId> behind(std::optional<ConversationId> after, std::size_t limit) override;
  Rev progress(ConversationId conversation) override;
  std::vector<FollowProgress> lock_progress(std::span<const ConversationId> conversations) override;
  void set_progress(std::span<const FollowProgress> progress) override;
  void put(std::span<const SearchDocument> documents) override;
  SearchStretch find(const SearchLookup& lookup, std::size_t limit) override;

 private:
  void put(const SearchDocument& document);

  Connection& connection_;
};

class Receipts final : public ReceiptStore {
 public:
  explicit Receipts(Connection& connection) : connection_(connection) {}
  std::vector<MemberReceipt> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit) override;
  std::vector<MessageReader> readers(const Message& message, std::size_t limit) override;
  void mark(ConversationId conversation, UserId user, Seq read_seq, Time now) override;
  std::size_t remove_before(Time time, std::size_t limit) override;

 private:
  Connection& connection_;
};

class Blocks final : public BlockStore {
 public:
  explicit Blocks(Connection& connection) : connection_(connection) {}
  std::vector<UserId> list(UserId user) override;
  void add(UserId user, UserId blocked) override;
  void remove(UserId user, UserId blocked) override;
  bool is_between(UserId one, UserId other) override;
  void silence(ConversationId direct, bool silenced) override;

 private:
  void note(UserId user);

  Connection& connection_;
};

// All of them for one connection, and what they announce.
class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Connection& connection, Epoch epoch);
  UserStore& users() override { return users_; }
  SessionStore& sessions() override { return sessions_; }
  ConversationStore& conversations() override { return conversations_; }
  MemberStore& members() override { return members_; }
  MessageStore& messages() override { return messages_; }
  SearchStore& search() override { return search_; }
  ReceiptStore& receipts() override { return receipts_; }
  BlockStore& blocks() override { return blocks_; }
  Epoch epoch() override { return epoch_; }

 private:
  Users users_;
  Sessions sessions_;
  Conversations conversations_;
  Members members_;
  Messages messages_;
  Search search_;
  Receipts receipts_;
  Blocks blocks_;
  Epoch epoch_;
};

inline SqliteTransaction::SqliteTransaction(Connection& connection, Epoch epoch)
    : users_(connection),
      sessions_(connection),
      conversations_(connection),
      members_(connection),
      messages_(connection),
      search_(connection),
      receipts_(connection),
      blocks_(connection),
      epoch_(epoch) {}

}  // namespace parley::sqlite
