package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.Keystore;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The encrypted accounts of one user, one Web3 Secret Storage V3 file each. */
public final class Accounts {
  private static final Pattern ADDRESS_FIELD =
      Pattern.compile("\"address\"\\s*:\\s*\"(?:0x)?([0-9a-fA-F]{40})\"");

  private final Path folder;
  private final int scryptCost;

  public Accounts(Path folder) {
    this(folder, Keystore.STANDARD_N);
  }

  /**
   * Accounts whose new key files have that cost.
   *
   * @param scryptCost how hard new key files are to guess at; less than the standard only for keys
   *     that are worth nothing, on development networks and in tests
   */
  public Accounts(Path folder, int scryptCost) {
    this.folder = folder;
    this.scryptCost = scryptCost;
  }

  /** An account that is on disk; its address is readable without the password. */
  public record Account(String name, Address address) {}

  public Address create(String name, SigningKey key, char[] password) {
    Path file = file(name);
    if (Files.exists(file)) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "account '%s' exists already; choose another name or move %s away".formatted(name, file));
    }
    SecretFiles.write(file, Keystore.encrypt(key, password, scryptCost, new SecureRandom()));
    return key.address();
  }

  public SigningKey unlock(String name, char[] password) {
    return Keystore.decrypt(SecretFiles.read(existing(name)), password);
  }

  public Address address(String name) {
    Matcher matcher = ADDRESS_FIELD.matcher(SecretFiles.read(existing(name)));
    if (!matcher.find()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, file(name) + " names no address; it is not a keystore file");
    }
    return Address.ofHex("0x" + matcher.group(1));
  }

  public boolean has(String name) {
    return Files.exists(file(name));
  }

  public List<Account> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".json"))
          .map(f -> f.substring(0, f.length() - ".json".length()))
          .sorted()
          .map(name -> new Account(name, address(name)))
          .toList();
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot list accounts in " + folder + ": " + e.getMessage(), e);
    }
  }

  private Path existing(String name) {
    Path file = file(name);
    if (!Files.exists(file)) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND,
          "no account '%s' in %s; create it with: peerz wallet new %s"
              .formatted(name, folder, name));
    }
    return file;
  }

  private Path file(String name) {
    return folder.resolve(Names.checked("account", name) + ".json");
  }
}
