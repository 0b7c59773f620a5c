#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/crypto/password.hpp"
#include "platform/crypto/random.hpp"

namespace klicnik::crypto {
namespace {

std::string hex_of(const Digest& digest) { return hex(view(digest)); }

TEST(Crypto, sha256_agrees_with_the_examples_of_fips_180) {
    EXPECT_EQ(hex_of(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex_of(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_of(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Crypto, sha256_in_pieces_is_the_same_and_begins_anew) {
    Sha256 hash;
    hash.add("a");
    hash.add("");
    hash.add("bc");
    EXPECT_EQ(hash.finish(), sha256("abc"));
    EXPECT_EQ(hash.finish(), sha256(""));
}

TEST(Crypto, hmac_agrees_with_the_examples_of_rfc_4231) {
    EXPECT_EQ(hex_of(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex_of(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex_of(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, base64url_agrees_with_rfc_4648_and_goes_back) {
    EXPECT_EQ(base64url(""), "");
    EXPECT_EQ(base64url("f"), "Zg");
    EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
    for (std::size_t size = 0; size < 70; ++size) {
        const std::string bytes = random_bytes(size);
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
    }
}

TEST(Crypto, what_is_no_base64url_is_refused) {
    for (const char* text : {"Zg==", "Z", "+/", "Zm9v YmFy", "Zm9v\n", "Zh"}) {
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    }
}

TEST(Crypto, tokens_are_long_and_never_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string token = random_token();
        EXPECT_EQ(token.size(), 43U);
        EXPECT_TRUE(seen.insert(token).second);
    }
    EXPECT_EQ(random_token(16).size(), 22U);
}

TEST(Crypto, secrets_compare_by_content) {
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}

TEST(Crypto, a_password_fits_its_own_hash_only) {
    const std::string hash = hash_password("správný kůň baterie");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    EXPECT_TRUE(verify_password(hash, "správný kůň baterie"));
    EXPECT_FALSE(verify_password(hash, "správný kůň bateri"));
    EXPECT_FALSE(verify_password(hash, ""));
    EXPECT_FALSE(needs_rehash(hash));
}

TEST(Crypto, a_hash_of_weaker_parameters_is_to_be_made_again) {
    EXPECT_TRUE(needs_rehash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    EXPECT_TRUE(needs_rehash("nonsense"));
    EXPECT_FALSE(verify_password("nonsense", "x"));
    EXPECT_FALSE(verify_password(std::string(1000, '$'), "x"));
}

TEST(Crypto, many_sign_ins_at_once_all_get_an_answer) {
    const std::string hash = hash_password("heslo heslo heslo");
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&] { right += verify_password(hash, "heslo heslo heslo") ? 1 : 0; });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right, 5);
}

}  // namespace
}  // namespace klicnik::crypto
