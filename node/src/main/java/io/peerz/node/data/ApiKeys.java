package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Bearer keys that spend from one gateway's wallet, each with a cap and an end. The file holds
 * hashes of the keys: what was not noted when a key was made cannot be shown again. Every call
 * reads the file, so that a running gateway sees a revocation at once.
 */
public final class ApiKeys {
  private static final String PREFIX = "pz-";
  private static final int SECRET_BYTES = 24;

  private final Path file;

  /**
   * One key.
   *
   * @param hash of the key itself, 0x-hex
   * @param capWei decimal text; what may be spent in all
   */
  public record ApiKey(String name, String hash, String capWei, long expiresAtSeconds) {
    public ApiKey {
      Names.checked("key", name);
      Require.uint(ErrorCode.BAD_CONFIG, "cap of key " + name, new BigInteger(capWei), 128);
    }

    public BigInteger cap() {
      return new BigInteger(capWei);
    }
  }

  private record Stored(List<ApiKey> keys) {}

  public ApiKeys(Path gatewayFolder) {
    this.file = gatewayFolder.resolve("api-keys.json");
  }

  public List<ApiKey> list() {
    return Files.exists(file) ? JsonFiles.read(file, Stored.class).keys() : List.of();
  }

  /** Makes a key and returns it; nobody can read it from the file. */
  public String create(String name, BigInteger capWei, long expiresAtSeconds) {
    List<ApiKey> keys = new ArrayList<>(list());
    if (keys.stream().anyMatch(key -> key.name().equals(name))) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "there is a key '" + name + "' already; choose another name");
    }
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    keys.add(new ApiKey(name, hash(key).hex(), capWei.toString(), expiresAtSeconds));
    JsonFiles.write(file, new Stored(keys));
    return key;
  }

  public void revoke(String name) {
    List<ApiKey> keys = new ArrayList<>(list());
    if (!keys.removeIf(key -> key.name().equals(name))) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "no key '" + name + "'; `peerz key list` shows them");
    }
    JsonFiles.write(file, new Stored(keys));
  }

  /** The key of that name's owner, expired or not. */
  public Optional<ApiKey> find(String key) {
    String hash = hash(key).hex();
    return list().stream().filter(known -> known.hash().equals(hash)).findFirst();
  }

  // A key has 192 random bits: its hash cannot be guessed from, whatever the time of comparing.
  private static Digest hash(String key) {
    return Keccak.hash(("peerz/api-key/1 " + key).getBytes(StandardCharsets.UTF_8));
  }
}
