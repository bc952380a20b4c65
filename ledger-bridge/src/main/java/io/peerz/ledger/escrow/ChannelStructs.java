package io.peerz.ledger.escrow;

import io.peerz.contracts.PaymentChannels;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;

/** The spine's vouchers as the generated wrapper wants them. */
public final class ChannelStructs {
  private static final byte[] NO_SIGNATURE = {};

  private ChannelStructs() {}

  public static PaymentChannels.Voucher of(Voucher voucher) {
    return new PaymentChannels.Voucher(
        voucher.channelId().bytes(),
        voucher.cumulativeAmountWei(),
        voucher.cumulativeMacs(),
        voucher.receiptHead().bytes());
  }

  public static PaymentChannels.SessionKey of(SessionKey key) {
    return new PaymentChannels.SessionKey(
        key.channelId().bytes(),
        key.key().hex(),
        key.maxAmountWei(),
        BigInteger.valueOf(key.validUntilSeconds()));
  }

  /** Without a delegation the session is all zero and its signature empty. */
  public static PaymentChannels.SignedVoucher of(SignedVoucher signed) {
    return new PaymentChannels.SignedVoucher(
        of(signed.voucher()),
        signed.sig().bytes(),
        signed.delegation().map(d -> of(d.sessionKey())).orElse(noSession()),
        signed.delegation().map(Delegation::payerSig).map(s -> s.bytes()).orElse(NO_SIGNATURE));
  }

  private static PaymentChannels.SessionKey noSession() {
    return new PaymentChannels.SessionKey(
        Digest.ZERO.bytes(), Address.ZERO.hex(), BigInteger.ZERO, BigInteger.ZERO);
  }
}
