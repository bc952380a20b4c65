package io.peerz.inference.wire;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * A node's TLS key and self-signed certificate, kept as two PEM files in one folder. Clients trust
 * the hash of the public key that the node registered, nothing else in the certificate.
 */
public final class TlsIdentity {
  private static final String KEY_FILE = "tls.key";
  private static final String CERTIFICATE_FILE = "tls.crt";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final String keyPem;
  private final String certificatePem;
  private final Digest spkiHash;

  private TlsIdentity(String keyPem, String certificatePem, X509Certificate certificate) {
    this.keyPem = keyPem;
    this.certificatePem = certificatePem;
    this.spkiHash = SpkiHash.of(certificate.getPublicKey());
  }

  /** Makes a new P-256 key and certificate and writes both, readable by the owner alone. */
  public static TlsIdentity create(Path folder) {
    try {
      Files.createDirectories(folder);
      SelfSigned made = SelfSigned.generate();
      writePrivately(folder.resolve(KEY_FILE), made.keyPem());
      writePrivately(folder.resolve(CERTIFICATE_FILE), made.certificatePem());
      return new TlsIdentity(made.keyPem(), made.certificatePem(), made.certificate());
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write the TLS key to " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Reads what {@link #create} wrote; refuses a key file that others may read. */
  public static TlsIdentity load(Path folder) {
    Path keyFile = folder.resolve(KEY_FILE);
    try {
      refuseLoosePermissions(keyFile);
      String keyPem = Files.readString(keyFile);
      String certificatePem = Files.readString(folder.resolve(CERTIFICATE_FILE));
      return new TlsIdentity(keyPem, certificatePem, SelfSigned.parse(certificatePem));
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot read the TLS key in " + folder + ": " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new PeerzException(
          ErrorCode.BAD_KEY, "the TLS certificate in " + folder + " cannot be read; remove it", e);
    }
  }

  /** Loads the identity, or creates it the first time. */
  public static TlsIdentity loadOrCreate(Path folder) {
    return Files.exists(folder.resolve(KEY_FILE)) ? load(folder) : create(folder);
  }

  /** SHA-256 of the public key in DER: what the node registers and clients pin. */
  public Digest spkiHash() {
    return spkiHash;
  }

  /** Key and certificate in the form that the server takes. */
  public PemKeyCertOptions keyCertOptions() {
    return new PemKeyCertOptions()
        .addKeyValue(Buffer.buffer(keyPem.getBytes(StandardCharsets.US_ASCII)))
        .addCertValue(Buffer.buffer(certificatePem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  private static void refuseLoosePermissions(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new PeerzException(
          ErrorCode.LOOSE_KEY_PERMISSIONS, file + " can be read by others; run chmod 600 " + file);
    }
  }
}
