package io.peerz.inference.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A fresh P-256 key and a certificate signed by itself, both as PEM. */
record SelfSigned(String keyPem, String certificatePem, X509Certificate certificate) {
  private static final X500Name NAME = new X500Name("CN=peerz-node");
  private static final int SERIAL_BITS = 128;

  // Clients check the pinned key and not the dates; these only have to parse everywhere.
  private static final Date NOT_BEFORE = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final Date NOT_AFTER = Date.from(Instant.parse("2120-01-01T00:00:00Z"));

  static SelfSigned generate() {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      String certificatePem = pem("CERTIFICATE", sign(keys, random).getEncoded());
      String keyPem = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
      return new SelfSigned(keyPem, certificatePem, parse(certificatePem));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("this Java runtime cannot make a P-256 certificate", e);
    }
  }

  static X509Certificate parse(String certificatePem) throws GeneralSecurityException {
    byte[] bytes = certificatePem.getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static X509CertificateHolder sign(KeyPair keys, SecureRandom random)
      throws OperatorCreationException {
    BigInteger serial = new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    return new JcaX509v3CertificateBuilder(
            NAME, serial, NOT_BEFORE, NOT_AFTER, NAME, keys.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
  }

  private static String pem(String type, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "SelfSigned[key withheld]";
  }
}
