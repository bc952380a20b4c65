package io.peerz.proof.golden;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The i-th piece of work of an endless list that Java and Solidity both derive from keccak(abi
 * .encode(i)): sixteen 16-bit slices, the least significant first, each folded into its field's
 * range.
 */
record GeometryCase(
    Geometry geometry,
    int layerStart,
    int layerEnd,
    int posStart,
    int tokens,
    boolean withHead,
    int seqs,
    int seqLen,
    int steps,
    int rank,
    int targets) {

  static GeometryCase of(int index) {
    int[] s = slices(new AbiWriter(1).uint(index).hash());
    int layers = 1 + s[0] % 128;
    int kvHeads = 1 + s[2] % 16;
    Geometry geometry =
        new Geometry(
            layers,
            1 + s[1] % 16384,
            kvHeads * (1 + s[3] % 8),
            kvHeads,
            1 + s[4] % 256,
            1 + s[5],
            1 + 4 * s[6],
            1,
            0);
    int layerStart = s[7] % layers;
    int layerEnd = layerStart + 1 + s[8] % (layers - layerStart);
    return new GeometryCase(
        geometry,
        layerStart,
        layerEnd,
        16 * s[9],
        1 + s[10] % 4096,
        ((s[15] >> 7) & 1) == 1,
        1 + s[11] % 16,
        1 + s[12] % 4096,
        1 + s[13] % 16,
        1 + s[14] % 256,
        s[15] % 128);
  }

  long forward() {
    return MacFormula.forward(geometry, layerStart, layerEnd, posStart, tokens, withHead);
  }

  long lora() {
    return MacFormula.lora(geometry, seqs, seqLen, steps, rank, targets);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layers", geometry.layers());
    json.put("dModel", geometry.dModel());
    json.put("nHeads", geometry.heads());
    json.put("nKvHeads", geometry.kvHeads());
    json.put("headDim", geometry.headDim());
    json.put("dFf", geometry.dFf());
    json.put("vocab", geometry.vocab());
    json.put("layerStart", layerStart);
    json.put("layerEnd", layerEnd);
    json.put("posStart", posStart);
    json.put("tokens", tokens);
    json.put("withHead", withHead);
    json.put("macsForward", Long.toString(forward()));
    json.put("seqs", seqs);
    json.put("seqLen", seqLen);
    json.put("steps", steps);
    json.put("rank", rank);
    json.put("targets", targets);
    json.put("macsLora", Long.toString(lora()));
    return json;
  }

  private static int[] slices(Digest digest) {
    byte[] bytes = digest.bytes();
    int[] slices = new int[16];
    for (int k = 0; k < slices.length; k++) {
      int low = Digest.LENGTH - 1 - 2 * k;
      slices[k] = (bytes[low - 1] & 0xff) << 8 | (bytes[low] & 0xff);
    }
    return slices;
  }
}
