package io.peerz.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.ledger.chain.Deployment;
import io.peerz.node.data.NetworkFile;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bad input ends in one clear line with the next step, and the right exit code. */
class BadInputTest {
  private static final Path MODEL = Path.of("../models/pebble-1.6m").toAbsolutePath().normalize();
  private static final String ACCOUNT = "0x000000000000000000000000000000000000dEaD";

  @TempDir private Path folder;
  private TestShell shell;

  @BeforeEach
  void place() {
    shell = new TestShell(folder);
    SecretFiles.write(folder.resolve("password"), "open sesame\n");
    shell.with("PEERZ_PASSWORD_FILE", folder.resolve("password").toString());
  }

  @Test
  void aMalformedCheckpointIsRefused() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      Files.copy(MODEL.resolve(name), broken.resolve(name));
    }
    byte[] weights = Files.readAllBytes(broken.resolve("model.safetensors"));
    weights[3] = 0x7f; // the header's length
    Files.write(broken.resolve("model.safetensors"), weights);
    assertOneLine(shell.run("model", "verify", broken.toString(), "--offline"), ExitCodes.REFUSED);
  }

  @Test
  void anUnknownModelIsNotFound() {
    TestShell.Result result = shell.run("model", "show", "elephant");
    assertOneLine(result, ExitCodes.NOT_FOUND);
    assertThat(result.err()).contains("'elephant'");
  }

  @Test
  void anUnknownNetworkIsNotFoundAndNamesTheNextStep() {
    TestShell.Result result = shell.run("wallet", "balance", ACCOUNT);
    assertOneLine(result, ExitCodes.NOT_FOUND);
    assertThat(result.err()).contains("peerz network add devnet");
  }

  @Test
  void aDeadChainIsUnreachable() {
    writeNetwork(URI.create("http://127.0.0.1:1"), Digest.ZERO);
    TestShell.Result result = shell.run("wallet", "balance", ACCOUNT);
    assertOneLine(result, ExitCodes.UNREACHABLE);
    assertThat(result.err()).contains("127.0.0.1:1");
  }

  @Test
  void aChainWithAnotherGenesisUnderOldDataIsRefused() throws IOException {
    Digest genesis = Keccak.hash("new chain".getBytes(StandardCharsets.UTF_8));
    try (FakeChain chain = new FakeChain(20711, genesis)) {
      writeNetwork(chain.rpc(), Keccak.hash("old chain".getBytes(StandardCharsets.UTF_8)));
      TestShell.Result result = shell.run("wallet", "balance", ACCOUNT);
      assertOneLine(result, ExitCodes.REFUSED);
      assertThat(result.err()).contains("genesis").contains("fresh data folder");
    }
  }

  @Test
  void aNodeThatWasNeverSetUpNamesTheNextStep() {
    TestShell.Result result = shell.run("node", "run", "--node", "ada");
    assertOneLine(result, ExitCodes.NOT_FOUND);
    assertThat(result.err()).contains("peerz node init --node ada");
  }

  @ParameterizedTest
  @CsvSource({"4:2", "0:9", "2:2", "-1:2", "half", "0-2"})
  void layersThatTheModelDoesNotHaveAreRefusedBeforeAnythingIsWritten(String layers) {
    TestShell.Result result =
        shell.run("node", "init", "--model", MODEL.toString(), "--layers=" + layers);
    assertOneLine(result, ExitCodes.REFUSED);
    assertThat(result.err()).contains("0:4");
    assertThat(Files.exists(shell.home().resolve("nodes/node/node.json"))).isFalse();
  }

  @Test
  void aNodeIsSetUpOnceWithPrivateKeysAndSaysWhatIsNext() {
    TestShell.Result first =
        shell.run("node", "init", "--model", MODEL.toString(), "--layers", "0:2", "-a", "alice");
    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCodes.OK);
    assertThat(first.out()).contains("0:2").contains("peerz node stake");
    assertThat(new PeerzHome(shell.home()).node("node").settings().layerEnd()).isEqualTo(2);
    SecretFiles.requirePrivate(new PeerzHome(shell.home()).node("node").signerFile());
    assertOneLine(shell.run("node", "init", "--model", MODEL.toString()), ExitCodes.REFUSED);
  }

  /** What a node trains through and lends is checked before its keys are opened. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve,train | --stages=nobody | stages (from flag) names 'nobody', which is neither",
        "serve,train | --lends-to=0x12 | lends-to (from flag) names '0x12', which is neither",
        "serve,train | --stages=node,node | names a node twice",
        "serve | --stages=node | add train to its services",
        "serve,train,evaluate | --stages=node | cannot evaluate, which needs the whole model"
      })
  void stagesThatDoNotFitAreRefusedInOneLine(String services, String option, String why) {
    shell.run("node", "init", "--model", MODEL.toString(), "--services", services, "-a", "alice");
    TestShell.Result result = shell.run("node", "run", option);
    assertOneLine(result, ExitCodes.REFUSED);
    assertThat(result.err()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"PEERZ_STAGE_PRECISION,fp8", "PEERZ_LEND_SESSIONS,0", "PEERZ_LEND_MIB,much"})
  void aBadLendingSettingNamesWhereItCameFrom(String setting, String value) {
    shell.run("node", "init", "--model", MODEL.toString(), "-a", "alice");
    TestShell.Result result = shell.with(setting, value).run("node", "run");
    assertOneLine(result, ExitCodes.REFUSED);
    assertThat(result.err()).contains("'" + value + "' (from " + setting + ")");
  }

  @Test
  void aDoctorNamesWhatIsWrongAndFails() {
    writeNetwork(URI.create("http://127.0.0.1:1"), Digest.ZERO);
    TestShell.Result result = shell.run("doctor");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.UNHEALTHY);
    assertThat(result.out()).contains("✔ java").contains("✔ keys").contains("✖ chain");
  }

  @Test
  void withoutAGatewayChatSaysHowToStartOne() {
    TestShell.Result result = shell.run("chat", "-m", "hi", "--api", "http://127.0.0.1:1");
    assertOneLine(result, ExitCodes.UNREACHABLE);
    assertThat(result.err()).contains("peerz gateway run");
  }

  private void writeNetwork(URI rpc, Digest genesis) {
    Path file = folder.resolve("deployment.json");
    Address any = Address.ofHex(ACCOUNT);
    new Deployment(20711, any, any, any, any, any, any, any, any, any, any, 0, genesis).write(file);
    new NetworkFile("devnet", rpc, file).write(new PeerzHome(shell.home()));
  }

  private static void assertOneLine(TestShell.Result result, int exitCode) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.err()).startsWith("✖ ");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
  }
}
