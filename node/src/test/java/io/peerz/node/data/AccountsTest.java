package io.peerz.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.sign.Keystore;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  @TempDir private Path folder;
  private Accounts accounts;
  private SigningKey key;

  @BeforeEach
  void place() {
    accounts = new Accounts(folder.resolve("keys"), Keystore.LIGHT_N);
    key = SigningKey.generate(new SecureRandom());
  }

  @Test
  void anAccountOpensWithItsPasswordAndListsWithoutIt() {
    accounts.create("alice", key, "right".toCharArray());
    assertThat(accounts.unlock("alice", "right".toCharArray()).address()).isEqualTo(key.address());
    assertThat(accounts.list()).containsExactly(new Accounts.Account("alice", key.address()));
  }

  @Test
  void aWrongPasswordIsOneClearRefusal() {
    accounts.create("alice", key, "right".toCharArray());
    assertRefused(ErrorCode.WRONG_PASSWORD, () -> accounts.unlock("alice", "left".toCharArray()));
  }

  @Test
  void anExistingAccountIsNeverReplaced() {
    accounts.create("alice", key, "right".toCharArray());
    SigningKey other = SigningKey.generate(new SecureRandom());
    assertRefused(
        ErrorCode.BAD_REQUEST, () -> accounts.create("alice", other, "right".toCharArray()));
    assertThat(accounts.address("alice")).isEqualTo(key.address());
  }

  @Test
  void anUnknownAccountNamesTheNextStep() {
    assertThatThrownBy(() -> accounts.address("bob")).hasMessageContaining("peerz wallet new bob");
    assertRefused(ErrorCode.NOT_FOUND, () -> accounts.unlock("bob", new char[0]));
  }

  @Test
  void aKeyFileOpenToOthersIsRefused() throws Exception {
    accounts.create("alice", key, "right".toCharArray());
    Files.setPosixFilePermissions(
        folder.resolve("keys/alice.json"), PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(
        ErrorCode.LOOSE_KEY_PERMISSIONS, () -> accounts.unlock("alice", "right".toCharArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../alice", "", "a/b", ".hidden", "-a", "a b", "name\n"})
  void aNameThatCouldLeaveTheFolderIsRefused(String name) {
    assertRefused(ErrorCode.BAD_REQUEST, () -> accounts.create(name, key, "right".toCharArray()));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
