package io.peerz.proof.sign;

import static io.peerz.proof.error.ErrorCode.BAD_KEYSTORE;
import static io.peerz.proof.error.ErrorCode.WRONG_PASSWORD;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.modes.CTRModeCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Keys behind a password: Web3 Secret Storage version 3 with scrypt and AES-128-CTR, the files that
 * Ethereum wallets exchange. The authentication code is checked before anything is decrypted.
 */
public final class Keystore {
  /** scrypt cost of new files: about a second and 256 MiB once, at start. */
  public static final int STANDARD_N = 1 << 18;

  /** scrypt cost for tests and throw-away development keys only. */
  public static final int LIGHT_N = 1 << 12;

  private static final int R = 8;
  private static final int P = 1;
  private static final int DERIVED_LENGTH = 32;
  private static final int HALF = DERIVED_LENGTH / 2;

  private Keystore() {}

  public static String encrypt(SigningKey key, char[] password) {
    return encrypt(key, password, STANDARD_N, new SecureRandom());
  }

  /** Encrypts with a scrypt cost of {@code n}, a power of two. */
  public static String encrypt(SigningKey key, char[] password, int n, SecureRandom random) {
    byte[] salt = randomBytes(random, 32);
    byte[] iv = randomBytes(random, HALF);
    byte[] derived = derive(password, salt, n, R, P);
    byte[] secret = key.exportSecret();
    try {
      byte[] ciphertext = applyAesCtr(derived, iv, secret);
      KeystoreFile file =
          new KeystoreFile(ciphertext, iv, mac(derived, ciphertext).bytes(), salt, n, R, P);
      return file.toJson(key.address(), UUID.randomUUID());
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(derived, (byte) 0);
    }
  }

  /** Opens a file; fails with WRONG_PASSWORD or BAD_KEYSTORE, never with a wrong key. */
  public static SigningKey decrypt(String json, char[] password) {
    KeystoreFile file = KeystoreFile.parse(json);
    byte[] derived = derive(password, file.salt(), file.n(), file.r(), file.p());
    try {
      byte[] mac = mac(derived, file.ciphertext()).bytes();
      Require.that(
          MessageDigest.isEqual(mac, file.mac()),
          WRONG_PASSWORD,
          "wrong password for this key file, or the file was changed; try the password again");
      return keyOf(applyAesCtr(derived, file.iv(), file.ciphertext()), file);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private static SigningKey keyOf(byte[] secret, KeystoreFile file) {
    try {
      SigningKey key = SigningKey.of(secret);
      Require.that(
          file.address().map(key.address()::equals).orElse(true),
          BAD_KEYSTORE,
          "key file names another address than its key has; restore it from a backup");
      return key;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] derive(char[] password, byte[] salt, int n, int r, int p) {
    byte[] bytes = utf8(password);
    try {
      return SCrypt.generate(bytes, salt, n, r, p, DERIVED_LENGTH);
    } catch (IllegalArgumentException e) {
      throw new PeerzException(BAD_KEYSTORE, "key file has unusable scrypt parameters", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Encodes without a String in between, which could not be wiped. */
  private static byte[] utf8(char[] password) {
    ByteBuffer buffer = ByteBuffer.allocate(3 * password.length);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), buffer, true);
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }

  private static Digest mac(byte[] derived, byte[] ciphertext) {
    return Keccak.hash(Arrays.copyOfRange(derived, HALF, DERIVED_LENGTH), ciphertext);
  }

  /** Counter mode: the same operation encrypts and decrypts. */
  private static byte[] applyAesCtr(byte[] derived, byte[] iv, byte[] input) {
    CTRModeCipher cipher = SICBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(true, new ParametersWithIV(new KeyParameter(derived, 0, HALF), iv));
    byte[] output = new byte[input.length];
    cipher.processBytes(input, 0, input.length, output, 0);
    return output;
  }

  private static byte[] randomBytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
