package io.peerz.proof.golden;

import io.peerz.proof.encode.AbiWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Dot products in the canonical order of sixteen lanes. Element k of a case of length n comes from
 * keccak(abi.encode(n, k)): its last four bytes are x, the four before w, both with exponents
 * around one, where sums round at every step.
 */
final class DotCases {
  private static final int LANES = 16;

  private DotCases() {}

  static List<Map<String, Object>> all() {
    return Stream.of(1, 15, 16, 17, 128, 515, 2048)
        .flatMap(n -> Stream.of(dot(n, false), dot(n, true)))
        .toList();
  }

  private static Map<String, Object> dot(int length, boolean bfloat16) {
    float[] lanes = new float[LANES];
    for (int k = 0; k < length; k++) {
      ByteBuffer random = ByteBuffer.wrap(new AbiWriter(2).uint(length).uint(k).hash().bytes());
      int weight = nearOne(random.getInt(24));
      float w = Float.intBitsToFloat(bfloat16 ? weight & 0xffff0000 : weight);
      lanes[k % LANES] =
          Math.fma(Float.intBitsToFloat(nearOne(random.getInt(28))), w, lanes[k % LANES]);
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("length", length);
    json.put("bfloat16", bfloat16);
    json.put("bits", BigInteger.valueOf(Integer.toUnsignedLong(Float.floatToIntBits(lanes[0]))));
    return json;
  }

  private static int nearOne(int raw) {
    return (raw & 0x807fffff) | ((120 + ((raw >>> 23) & 15)) << 23);
  }
}
