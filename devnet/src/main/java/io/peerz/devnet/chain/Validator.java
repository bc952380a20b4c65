package io.peerz.devnet.chain;

import io.peerz.devnet.process.Ports;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.utils.Numeric;

/**
 * One Besu validator: its own folder with its key, made once.
 *
 * @param p2pPort where the other validators find it
 */
record Validator(Path dir, ECKeyPair key, int p2pPort) {
  private static final String KEY_FILE = "key";

  /** Reads the key of this folder, or makes one. */
  static Validator in(Path dir) {
    try {
      Files.createDirectories(dir.resolve("tmp"));
      Path file = dir.resolve(KEY_FILE);
      if (Files.notExists(file)) {
        create(file);
      }
      ECKeyPair key = ECKeyPair.create(Numeric.toBigInt(Files.readString(file).strip()));
      return new Validator(dir, key, Ports.free());
    } catch (IOException | GeneralSecurityException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot keep a validator key in " + dir + ": " + e.getMessage(), e);
    }
  }

  private static void create(Path file) throws IOException, GeneralSecurityException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, Numeric.toHexStringWithPrefixZeroPadded(Keys.createEcKeyPair().getPrivateKey(), 64));
  }

  Address address() {
    return Address.ofHex("0x" + Keys.getAddress(key));
  }

  String enode() {
    return enode("127.0.0.1", p2pPort);
  }

  /** How others name it, at an address of the machine that it runs on. */
  String enode(String host, int port) {
    String id = Numeric.toHexStringNoPrefixZeroPadded(key.getPublicKey(), 128);
    return "enode://" + id + "@" + host + ":" + port;
  }

  Path keyFile() {
    return dir.resolve(KEY_FILE);
  }

  Path scratch() {
    return dir.resolve("tmp");
  }

  /** Besu's own data; a folder of its own, so that the key survives a wipe of the data. */
  Path data() {
    return dir.resolve("data");
  }
}
