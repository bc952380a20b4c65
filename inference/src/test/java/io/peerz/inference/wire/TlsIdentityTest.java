package io.peerz.inference.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
  @TempDir private Path folder;

  @Test
  void theKeyStaysTheSameAcrossRestarts() {
    TlsIdentity created = TlsIdentity.loadOrCreate(folder);
    assertThat(TlsIdentity.loadOrCreate(folder).spkiHash()).isEqualTo(created.spkiHash());
  }

  @Test
  void theKeyFileIsReadableByItsOwnerOnly() throws IOException {
    TlsIdentity.create(folder);
    assertThat(Files.getPosixFilePermissions(folder.resolve("tls.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws IOException {
    TlsIdentity.create(folder);
    Files.setPosixFilePermissions(
        folder.resolve("tls.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> TlsIdentity.load(folder))
        .matches(e -> e.code() == ErrorCode.LOOSE_KEY_PERMISSIONS)
        .withMessageContaining("chmod 600");
  }

  @Test
  void aBrokenCertificateIsNamed() throws IOException {
    TlsIdentity.create(folder);
    Files.writeString(folder.resolve("tls.crt"), "no certificate");
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> TlsIdentity.load(folder))
        .matches(e -> e.code() == ErrorCode.BAD_KEY);
  }
}
