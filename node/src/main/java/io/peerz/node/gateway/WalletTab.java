package io.peerz.node.gateway;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import java.math.BigInteger;
import java.util.List;

/**
 * What a wallet elsewhere permits this gateway's session key, as it lies on disk.
 *
 * @param payer the wallet, 0x-hex
 * @param keyHash of the bearer key that the wallet got for it
 */
public record WalletTab(String payer, String keyHash, List<Grant> grants) {
  static final int MOST_GRANTS = 64;

  /**
   * A signature over one {@code SessionKey}, of the wallet or of the channel's delegate.
   *
   * @param maxAmountWei decimal; what may be promised on the channel in all
   * @param signature 65 bytes, 0x-hex
   */
  public record Grant(
      String channelId, String maxAmountWei, long validUntilSeconds, String signature) {
    public Grant {
      Digest.ofHex(channelId);
      Require.that(
          maxAmountWei.matches("[0-9]{1,39}"),
          ErrorCode.BAD_REQUEST,
          "maxAmountWei must be a decimal number of wei");
    }

    Digest channel() {
      return Digest.ofHex(channelId);
    }

    Delegation to(Address sessionKey) {
      return new Delegation(
          new SessionKey(channel(), sessionKey, new BigInteger(maxAmountWei), validUntilSeconds),
          Signature.ofHex(signature));
    }
  }

  public WalletTab {
    Address.ofHex(payer);
    grants = List.copyOf(grants);
    Require.range(ErrorCode.BAD_REQUEST, "number of grants", grants.size(), 1, MOST_GRANTS);
  }

  /** The last second at which all of it counts. */
  public long validUntilSeconds() {
    return grants.stream().mapToLong(Grant::validUntilSeconds).min().orElseThrow();
  }
}
