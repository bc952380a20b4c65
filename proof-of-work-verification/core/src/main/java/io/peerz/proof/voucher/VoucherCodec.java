package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;

import io.peerz.proof.encode.AbiReader;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.sign.Signature;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Signed vouchers as bytes for files and wires: a version byte, four ABI words, the signature, and
 * after it, if there is a delegation, its four words and signature. Two lengths exist, no others.
 */
public final class VoucherCodec {
  private static final byte VERSION = 1;
  private static final int WORDS = 4;
  private static final int PART = WORDS * AbiWriter.WORD + Signature.LENGTH;

  /** Length of a voucher that the payer signed. */
  public static final int DIRECT_LENGTH = 1 + PART;

  /** Length of a voucher that a delegated key signed. */
  public static final int DELEGATED_LENGTH = 1 + 2 * PART;

  private VoucherCodec() {}

  public static byte[] encode(SignedVoucher signed) {
    ByteBuffer out =
        ByteBuffer.allocate(signed.delegation().isPresent() ? DELEGATED_LENGTH : DIRECT_LENGTH)
            .put(VERSION)
            .put(words(signed.voucher()))
            .put(signed.sig().bytes());
    signed.delegation().ifPresent(d -> out.put(words(d.sessionKey())).put(d.payerSig().bytes()));
    return out.array();
  }

  public static SignedVoucher decode(byte[] bytes) {
    Require.that(
        bytes.length == DIRECT_LENGTH || bytes.length == DELEGATED_LENGTH,
        BAD_VOUCHER,
        "voucher length is " + bytes.length);
    Require.range(BAD_VOUCHER, "voucher version", bytes[0], VERSION, VERSION);
    return new SignedVoucher(voucher(bytes), signature(bytes, 1), delegation(bytes));
  }

  private static Voucher voucher(byte[] bytes) {
    AbiReader in = new AbiReader(bytes, 1, WORDS);
    return new Voucher(in.digest(), in.uint(128), in.uint(128), in.digest());
  }

  private static Optional<Delegation> delegation(byte[] bytes) {
    if (bytes.length == DIRECT_LENGTH) {
      return Optional.empty();
    }
    AbiReader in = new AbiReader(bytes, 1 + PART, WORDS);
    SessionKey key = new SessionKey(in.digest(), in.address(), in.uint(128), in.uintLong(40));
    return Optional.of(new Delegation(key, signature(bytes, 1 + PART)));
  }

  private static Signature signature(byte[] bytes, int partOffset) {
    int start = partOffset + WORDS * AbiWriter.WORD;
    return Signature.of(Arrays.copyOfRange(bytes, start, start + Signature.LENGTH));
  }

  private static byte[] words(Voucher voucher) {
    return new AbiWriter(WORDS)
        .digest(voucher.channelId())
        .uint(voucher.cumulativeAmountWei())
        .uint(voucher.cumulativeMacs())
        .digest(voucher.receiptHead())
        .bytes();
  }

  private static byte[] words(SessionKey key) {
    return new AbiWriter(WORDS)
        .digest(key.channelId())
        .address(key.key())
        .uint(key.maxAmountWei())
        .uint(key.validUntilSeconds())
        .bytes();
  }
}
