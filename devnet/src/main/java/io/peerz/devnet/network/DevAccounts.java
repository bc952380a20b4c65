package io.peerz.devnet.network;

import io.peerz.node.data.Accounts;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The people of a local network: a deployer, a payer called alice, and the owner and signer of each
 * node. All keys are known to everybody; they lie in encrypted files only because that is where the
 * program looks for keys.
 */
public final class DevAccounts {
  public static final String WALLET = "alice";
  public static final String DEPLOYER = "deployer";
  private static final char[] PASSWORD = "peerz-devnet".toCharArray();

  /** Guessing a key that everybody knows need not be hard. */
  private static final int SCRYPT_COST = 1 << 10;

  private final PeerzHome home;
  private final Path passwordFile;

  DevAccounts(PeerzHome home, Path passwordFile) {
    this.home = home;
    this.passwordFile = passwordFile;
  }

  /** Writes deployer and wallet into a data folder; returns where their password is. */
  public static Path prepare(PeerzHome home) {
    Path password = new DevnetFolder(home.devnet()).password();
    new DevAccounts(home, password).prepare(List.of());
    return password;
  }

  /** Writes the wallet, the owners and the password file where they are missing. */
  void prepare(List<NodePlan> nodes) {
    if (Files.notExists(passwordFile)) {
      SecretFiles.write(passwordFile, new String(PASSWORD));
    }
    Accounts accounts = new Accounts(home.keys(), SCRYPT_COST);
    for (String name : people(nodes)) {
      if (!accounts.has(name)) {
        accounts.create(name, DevKeys.of(name), PASSWORD);
      }
    }
  }

  /** Everybody who has an account file. */
  public static List<String> people(List<NodePlan> nodes) {
    List<String> names = new ArrayList<>(List.of(DEPLOYER, WALLET));
    nodes.forEach(node -> names.add(node.owner()));
    return names;
  }

  static SigningKey signer(NodePlan node) {
    return DevKeys.of(node.name() + " signer");
  }

  static char[] password() {
    return PASSWORD.clone();
  }
}
