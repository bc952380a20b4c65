package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one serving node.
 *
 * <pre>
 * node.json       settings
 * keys/signer.json  the hot key that signs receipts, encrypted
 * tls/            key and certificate of the shard server
 * journal.bin     what was signed
 * work/           what receipts were computed from, until nobody can dispute them
 * ledger.db       receipts and vouchers on their way to the chain
 * packs/          weights as the fast engine wants them
 * ports           where the running process listens
 * training.json   how it trains and what it lends
 * </pre>
 */
public record NodeFolder(Path path) {
  private static final String SIGNER = "signer";

  /**
   * scrypt cost of the signer's key file: 16 MiB. A serving node opens it at every start within its
   * memory budget; the key cannot move stake.
   */
  private static final int SIGNER_SCRYPT_COST = 1 << 14;

  public boolean exists() {
    return Files.exists(settingsFile());
  }

  public NodeSettings settings() {
    if (!exists()) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND,
          "no node '%s' in %s; set it up with: peerz node init --node %s"
              .formatted(path.getFileName(), path.getParent(), path.getFileName()));
    }
    return JsonFiles.read(settingsFile(), NodeSettings.class);
  }

  public void write(NodeSettings settings) {
    JsonFiles.write(settingsFile(), settings);
  }

  /** Stores the signer's key; an existing one is never replaced. */
  public Address createSigner(SigningKey key, char[] password) {
    return keys().create(SIGNER, key, password);
  }

  public boolean hasSigner() {
    return keys().has(SIGNER);
  }

  public Address signerAddress() {
    return keys().address(SIGNER);
  }

  public SigningKey unlockSigner(char[] password) {
    return keys().unlock(SIGNER, password);
  }

  public Path signerFile() {
    return path.resolve("keys").resolve(SIGNER + ".json");
  }

  public Path tls() {
    return path.resolve("tls");
  }

  public Path journal() {
    return path.resolve("journal.bin");
  }

  public Path work() {
    return path.resolve("work");
  }

  public Path ledger() {
    return path.resolve("ledger.db");
  }

  /** Weights in the order that the fast engine wants. */
  public Path packs() {
    return path.resolve("packs");
  }

  public Path ports() {
    return path.resolve("ports");
  }

  public Path training() {
    return path.resolve("training.json");
  }

  private Accounts keys() {
    return new Accounts(path.resolve("keys"), SIGNER_SCRYPT_COST);
  }

  private Path settingsFile() {
    return path.resolve("node.json");
  }
}
