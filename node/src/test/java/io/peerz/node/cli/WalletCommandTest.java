package io.peerz.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.node.data.Accounts;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.sign.Keystore;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class WalletCommandTest {
  @TempDir private Path folder;
  private TestShell shell;
  private final SigningKey key = SigningKey.generate(new SecureRandom());

  @BeforeEach
  void place() {
    shell = new TestShell(folder);
    SecretFiles.write(folder.resolve("password"), "open sesame\n");
    shell.with("PEERZ_PASSWORD_FILE", folder.resolve("password").toString());
  }

  @Test
  void aKeyFromStandardInputIsStoredAndNeverShown() {
    String hex = HexFormat.of().formatHex(key.exportSecret());
    TestShell.Result result =
        shell.runWithInput("0x" + hex + "\n", "wallet", "import", "bob", "--private-key-stdin");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(result.out()).contains(key.address().checksum());
    assertThat(result.out() + result.err()).doesNotContainIgnoringCase(hex);
    assertThat(new Accounts(shell.home().resolve("keys")).unlock("bob", password()).address())
        .isEqualTo(key.address());
  }

  @Test
  void aKeystoreFileOpensWithItsPasswordOnly() {
    Path file = folder.resolve("geth.json");
    SecureRandom random = new SecureRandom();
    SecretFiles.write(file, Keystore.encrypt(key, "other".toCharArray(), Keystore.LIGHT_N, random));
    TestShell.Result wrong = shell.run("wallet", "import", "carol", "--from-file", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(wrong.err()).startsWith("✖ wrong password");
    assertThat(wrong.err().lines()).hasSize(1);
    assertThat(Files.exists(shell.home().resolve("keys/carol.json"))).isFalse();
  }

  @Test
  void anInputThatIsNoKeyIsRefusedWithoutRepeatingIt() {
    TestShell.Result result =
        shell.runWithInput("hunter2secret\n", "wallet", "import", "--private-key-stdin");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(result.err()).contains("64 hex digits").doesNotContain("hunter2secret");
  }

  @Test
  void aPasswordFileOpenToOthersIsRefused() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("password"), PosixFilePermissions.fromString("rw-r--r--"));
    TestShell.Result result = shell.run("wallet", "new", "dave");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(result.err()).contains("chmod 600");
  }

  @Test
  void accountsAreListedAsTextAndAsJson() {
    assertThat(shell.run("wallet", "list").out()).contains("peerz wallet new");
    new Accounts(shell.home().resolve("keys"), Keystore.LIGHT_N).create("bob", key, password());
    assertThat(shell.run("wallet", "list").out()).contains("bob", key.address().checksum());
    String json = shell.run("wallet", "list", "-o", "json").out();
    assertThat(JsonMapper.shared().readTree(json).path("schema").asString())
        .isEqualTo("peerz.wallet.list/1");
    assertThat(JsonMapper.shared().readTree(json).path("accounts").path(0).path("name").asString())
        .isEqualTo("bob");
  }

  @Test
  void withoutAPasswordFileAndWithoutATerminalTheNextStepIsNamed() {
    TestShell.Result result = new TestShell(folder).run("wallet", "new", "erin");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(result.err()).contains("--password-file");
  }

  private static char[] password() {
    return "open sesame".toCharArray();
  }
}
