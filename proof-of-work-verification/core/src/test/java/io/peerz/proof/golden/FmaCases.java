package io.peerz.proof.golden;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Operands of a fused multiply-add, drawn from a hash so that Solidity can draw the same: a third
 * of them are subnormals, infinities, ties and cancellations. The results are folded into one hash
 * per count, so that millions of them need no file.
 */
final class FmaCases {
  /** Results in one step of the fold. */
  static final int BLOCK = 256;

  private static final int SIGN = 0x80000000;
  private static final int NO_EXPONENT = 0x807fffff;
  private static final int[] SPECIALS = {
    0,
    SIGN,
    0x3f800000,
    0xbf800000,
    0x7f800000,
    0xff800000,
    0x7fc00000,
    0x7f800001,
    1,
    0x80000001,
    0x007fffff,
    0x00800000,
    0x80800000,
    0x7f7fffff,
    0xff7fffff,
    0x33800000
  };

  private FmaCases() {}

  static Map<String, Object> foldOf(int count) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count);
    json.put("fold", fold(count).hex());
    return json;
  }

  /** fold(i+1) = keccak(abi.encode(fold(i), uint32[] results of block i)), fold(0) = 0. */
  private static Digest fold(int count) {
    Digest fold = Digest.ZERO;
    for (int from = 0; from < count; from += BLOCK) {
      ByteBuffer words = ByteBuffer.allocate(32 * (3 + BLOCK)).put(fold.bytes());
      words.putInt(60, 0x40).putInt(92, BLOCK);
      for (int i = 0; i < BLOCK; i++) {
        words.putInt(32 * (3 + i) + 28, result(from + i));
      }
      fold = Keccak.hash(words.array());
    }
    return fold;
  }

  static int result(int index) {
    int[] abc = operands(index);
    return fma(abc[0], abc[1], abc[2]);
  }

  static int[] operands(int index) {
    byte[] word = new AbiWriter(1).uint(BigInteger.valueOf(index)).hash().bytes();
    ByteBuffer random = ByteBuffer.wrap(word);
    int a = shape(random.getInt(28), word[19] & 0xff);
    int b = shape(random.getInt(24), word[18] & 0xff);
    return new int[] {a, b, third(random.getInt(20), word[17] & 0xff, fma(a, b, 0))};
  }

  private static int shape(int raw, int mode) {
    int exponent = raw >>> 23;
    return switch (mode >> 5) {
      case 0, 1 -> raw;
      case 2 -> (raw & NO_EXPONENT) | ((96 + (exponent & 63)) << 23);
      case 3 -> (raw & NO_EXPONENT) | ((exponent & 3) << 23);
      case 4 -> raw | 0x7e000000;
      case 5 -> raw & 0xfff80000;
      case 6 -> SPECIALS[raw & 15];
      default -> (raw & NO_EXPONENT) | ((120 + (exponent & 15)) << 23);
    };
  }

  /** Sometimes what cancels the product, or half a unit of its last place. */
  private static int third(int raw, int mode, int product) {
    if (mode >= 240) {
      return product ^ SIGN;
    }
    int exponent = (product >>> 23) & 0xff;
    if (mode >= 232 && exponent > 24) {
      return (raw & SIGN) | ((exponent - 24) << 23);
    }
    return shape(raw, mode);
  }

  private static int fma(int a, int b, int c) {
    return Float.floatToIntBits(
        Math.fma(Float.intBitsToFloat(a), Float.intBitsToFloat(b), Float.intBitsToFloat(c)));
  }
}
