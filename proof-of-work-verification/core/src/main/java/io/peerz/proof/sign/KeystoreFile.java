package io.peerz.proof.sign;

import static io.peerz.proof.error.ErrorCode.BAD_KEYSTORE;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Hex;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of a version 3 key file, its fields bounded before anything is computed from them. */
final class KeystoreFile {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int MAX_TEXT = 16 * 1024;
  private static final String KDF = "scrypt";
  private static final String CIPHER = "aes-128-ctr";
  private static final int DERIVED_LENGTH = 32;

  /** 128 * n * r bytes are needed to open a file: at most 512 MiB. */
  private static final long MAX_SCRYPT_BYTES = 512L << 20;

  private final byte[] ciphertext;
  private final byte[] iv;
  private final byte[] mac;
  private final byte[] salt;
  private final int n;
  private final int r;
  private final int p;
  private final Optional<Address> address;

  KeystoreFile(byte[] ciphertext, byte[] iv, byte[] mac, byte[] salt, int n, int r, int p) {
    this(ciphertext, iv, mac, salt, n, r, p, Optional.empty());
  }

  private KeystoreFile(
      byte[] ciphertext,
      byte[] iv,
      byte[] mac,
      byte[] salt,
      int n,
      int r,
      int p,
      Optional<Address> address) {
    this.ciphertext = ciphertext;
    this.iv = iv;
    this.mac = mac;
    this.salt = salt;
    this.n = n;
    this.r = r;
    this.p = p;
    this.address = address;
    Require.range(BAD_KEYSTORE, "scrypt n", n, 2, 1 << 22);
    Require.that(Integer.bitCount(n) == 1, BAD_KEYSTORE, "scrypt n must be a power of two");
    Require.range(BAD_KEYSTORE, "scrypt r", r, 1, 64);
    Require.range(BAD_KEYSTORE, "scrypt p", p, 1, 16);
    Require.range(BAD_KEYSTORE, "scrypt memory in bytes", 128L * n * r, 0, MAX_SCRYPT_BYTES);
  }

  static KeystoreFile parse(String json) {
    Require.range(BAD_KEYSTORE, "length of the key file", json.length(), 2, MAX_TEXT);
    JsonNode root = read(json);
    Require.that(root.path("version").asInt(0) == 3, BAD_KEYSTORE, "key file is not version 3");
    JsonNode crypto = root.path("crypto");
    requireText(crypto, "cipher", CIPHER);
    requireText(crypto, "kdf", KDF);
    JsonNode kdf = crypto.path("kdfparams");
    Require.that(
        kdf.path("dklen").asInt(0) == DERIVED_LENGTH, BAD_KEYSTORE, "scrypt dklen must be 32");
    return new KeystoreFile(
        hex(crypto, "ciphertext", SigningKey.LENGTH),
        hex(crypto.path("cipherparams"), "iv", 16),
        hex(crypto, "mac", 32),
        hex(kdf, "salt", saltLength(kdf)),
        kdf.path("n").asInt(0),
        kdf.path("r").asInt(0),
        kdf.path("p").asInt(0),
        root.has("address")
            ? Optional.of(Address.of(hex(root, "address", Address.LENGTH)))
            : Optional.empty());
  }

  String toJson(Address owner, UUID id) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", 3).put("id", id.toString()).put("address", digits(owner.bytes()));
    ObjectNode crypto = root.putObject("crypto");
    crypto.put("cipher", CIPHER).put("ciphertext", digits(ciphertext));
    crypto.putObject("cipherparams").put("iv", digits(iv));
    crypto.put("kdf", KDF).put("mac", digits(mac));
    crypto
        .putObject("kdfparams")
        .put("dklen", DERIVED_LENGTH)
        .put("n", n)
        .put("r", r)
        .put("p", p)
        .put("salt", digits(salt));
    return MAPPER.writeValueAsString(root);
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      // The cause would quote the file; its position alone is enough and shows no key material.
      throw new PeerzException(BAD_KEYSTORE, "key file is not JSON; restore it from a backup");
    }
  }

  private static void requireText(JsonNode parent, String name, String wanted) {
    String found = parent.path(name).asString("").toLowerCase(Locale.ROOT);
    Require.that(
        found.equals(wanted), BAD_KEYSTORE, "key file field " + name + " must be " + wanted);
  }

  private static int saltLength(JsonNode kdf) {
    int length = kdf.path("salt").asString("").length() / 2;
    Require.range(BAD_KEYSTORE, "salt length", length, 1, 64);
    return length;
  }

  private static byte[] hex(JsonNode parent, String name, int length) {
    try {
      return Hex.decode(name, parent.path(name).asString(""), length);
    } catch (PeerzException e) {
      throw new PeerzException(BAD_KEYSTORE, "key file: " + e.getMessage(), e);
    }
  }

  private static String digits(byte[] bytes) {
    return Hex.encode(bytes).substring(2);
  }

  byte[] ciphertext() {
    return ciphertext;
  }

  byte[] iv() {
    return iv;
  }

  byte[] mac() {
    return mac;
  }

  byte[] salt() {
    return salt;
  }

  int n() {
    return n;
  }

  int r() {
    return r;
  }

  int p() {
    return p;
  }

  Optional<Address> address() {
    return address;
  }
}
