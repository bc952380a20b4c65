package io.peerz.node.cli;

import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.DoctorCommand.Finding;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.Accounts.Account;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks at one thing after the other; a failure of one never hides the next. */
final class Examination {
  private static final int LEAST_JAVA = 25;
  private static final long MOST_CLOCK_SKEW_SECONDS = 30;
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final Cli cli;
  private final Clock clock = Clock.systemUTC();

  Examination(Cli cli) {
    this.cli = cli;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(vectors());
    findings.add(guarded("data folder", this::dataFolder));
    findings.add(guarded("keys", this::keys));
    chain(findings);
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    return new Finding(
        "java",
        feature >= LEAST_JAVA,
        "Java %s (needs %d)".formatted(Runtime.version(), LEAST_JAVA));
  }

  /** The results are the same without vectors, only slower. */
  private static Finding vectors() {
    boolean present = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    return new Finding(
        "vectors",
        true,
        present
            ? "vector instructions are used"
            : "plain arithmetic; for speed start Java with --add-modules " + VECTOR_MODULE);
  }

  private Finding dataFolder() {
    Path folder = SecretFiles.createFolder(cli.home().folder());
    return new Finding(
        "data folder",
        Files.isWritable(folder),
        Files.isWritable(folder)
            ? folder.toString()
            : folder + " cannot be written; change its owner");
  }

  private Finding keys() {
    List<Account> accounts = cli.accounts().list();
    return new Finding("keys", true, accounts.size() + " accounts, private to you");
  }

  private void chain(List<Finding> findings) {
    String name = cli.settings().get(SettingKey.NETWORK);
    try (NetworkAccess network = cli.network()) {
      long head = network.chain().head();
      findings.add(
          new Finding(
              "chain", true, "%s at %s, block %d".formatted(name, network.network().rpc(), head)));
      findings.add(guarded("clock", () -> clock(network)));
    } catch (PeerzException e) {
      findings.add(new Finding("chain", false, e.getMessage()));
    }
  }

  /** A chain's newest block is never far in the future; an old one only means a quiet chain. */
  private Finding clock(NetworkAccess network) {
    long ahead = network.chain().headTimeSeconds() - clock.instant().getEpochSecond();
    return new Finding(
        "clock",
        ahead <= MOST_CLOCK_SKEW_SECONDS,
        ahead <= MOST_CLOCK_SKEW_SECONDS
            ? "agrees with the chain"
            : "this machine is %d seconds behind the chain; set its clock".formatted(ahead));
  }

  private static Finding guarded(String what, Supplier<Finding> look) {
    try {
      return look.get();
    } catch (PeerzException e) {
      return new Finding(what, false, e.getMessage());
    }
  }
}
