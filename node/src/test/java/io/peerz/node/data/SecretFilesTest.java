package io.peerz.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
  @TempDir private Path folder;

  @Test
  void filesAreWrittenForTheOwnerAloneInFoldersOfTheOwnerAlone() throws IOException {
    Path file = folder.resolve("a/b/key");
    SecretFiles.write(file, "one");
    SecretFiles.write(file, "two");
    assertThat(SecretFiles.read(file)).isEqualTo("two");
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(modeOf(file.getParent())).isEqualTo("rwx------");
    try (var names = Files.list(file.getParent())) {
      assertThat(names).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
  void aKeyOpenToOthersIsRefusedWithTheCommandThatClosesIt(String mode) throws IOException {
    Path file = folder.resolve("key");
    SecretFiles.write(file, "secret words");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> SecretFiles.read(file))
        .isInstanceOfSatisfying(
            PeerzException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.LOOSE_KEY_PERMISSIONS))
        .hasMessageContaining("chmod 600 " + file)
        .hasMessageNotContaining("secret words");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> SecretFiles.read(file))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no such file");
  }

  @Test
  void aHugeFileIsNotReadAsASecret() throws IOException {
    Path file = folder.resolve("huge");
    SecretFiles.write(file, "x".repeat(70_000));
    assertThatThrownBy(() -> SecretFiles.read(file)).hasMessageContaining("larger than");
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
