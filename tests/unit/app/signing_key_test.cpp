#include <parley/app/signing_key.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace parley {
namespace {

class SigningKeyFile : public ::testing::Test {
 protected:
  void write(std::string_view text, ::mode_t mode) {
    std::filesystem::create_directories(folder.file("data"));
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
  }

  testing::TemporaryFolder folder;
  std::string path = folder.file("data/parley.key");
};

TEST_F(SigningKeyFile, a_key_is_made_once_and_found_again) {
  const auto made = load_or_create_signing_key(path);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_GE(made->secret.size(), 32U);
  EXPECT_FALSE(made->id.empty());
  const auto found = load_or_create_signing_key(path);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made->id);
  EXPECT_EQ(found->secret, made->secret);
}

TEST_F(SigningKeyFile, two_servers_have_different_keys) {
  EXPECT_NE(load_or_create_signing_key(path)->secret, load_or_create_signing_key(path + "2")->secret);
}

TEST_F(SigningKeyFile, only_its_owner_can_read_it_and_nothing_else_is_left_behind) {
  ASSERT_TRUE(load_or_create_signing_key(path));
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const std::filesystem::directory_iterator entries(folder.file("data"));
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(SigningKeyFile, one_that_others_can_read_is_refused) {
  write("id:" + std::string(40, 's'), 0640);
  const auto key = load_or_create_signing_key(path);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::forbidden);
}

TEST_F(SigningKeyFile, one_without_a_good_key_is_refused_and_kept) {
  for (const std::string& text :
       std::vector<std::string>{"", "id", "id:short", "a:" + std::string(40, 's') + "\nb:" + std::string(40, 's')}) {
    write(text, 0600);
    const auto key = load_or_create_signing_key(path);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, ErrorCode::unavailable);
    EXPECT_EQ(std::filesystem::file_size(path), text.size());
  }
}

TEST_F(SigningKeyFile, a_folderthat_cannot_be_made_is_an_error) {
  std::ofstream(folder.file("data")) << "a file";
  const auto key = load_or_create_signing_key(path);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::unavailable);
}

TEST_F(SigningKeyFile, servers_that_start_together_agree) {
  std::vector<Result<SigningKey>> keys(8, fail(ErrorCode::internal, ""));
  {
    std::vector<std::jthread> threads;
    threads.reserve(keys.size());
    for (auto& key : keys) threads.emplace_back([&] { key = load_or_create_signing_key(path); });
  }
  std::set<std::string> secrets;
  for (const auto& key : keys) {
    ASSERT_TRUE(key) << key.error().detail;
    secrets.insert(key->secret);
  }
  EXPECT_EQ(secrets.size(), 1U);
}

}  // namespace
}  // namespace parley
