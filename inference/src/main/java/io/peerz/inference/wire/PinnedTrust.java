package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one public key and nothing else: no authorities, names or dates. The handshake proves that
 * the peer holds the key.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
  private final Digest spkiHash;

  /** Trusts the key whose SubjectPublicKeyInfo has this SHA-256. */
  public PinnedTrust(Digest spkiHash) {
    this.spkiHash = spkiHash;
  }

  /** The peer showed a key other than the registered one. */
  static final class WrongKey extends CertificateException {
    WrongKey(Digest registered, Digest shown) {
      super(
          "registered TLS key "
              + registered.hex()
              + ", but the server showed "
              + shown.hex()
              + "; another machine answers at this address, or the node must announce its new key");
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain == null || chain.length == 0) {
      throw new CertificateException("the server showed no certificate");
    }
    Digest shown = SpkiHash.of(chain[0].getPublicKey());
    if (!shown.equals(spkiHash)) {
      throw new WrongKey(spkiHash, shown);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients show no certificate");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
