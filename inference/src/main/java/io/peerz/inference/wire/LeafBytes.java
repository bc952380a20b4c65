package io.peerz.inference.wire;

import com.google.protobuf.ByteString;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;

/** Leaves of rows, one behind the other. */
final class LeafBytes {
  private LeafBytes() {}

  static ByteString join(List<Digest> leaves) {
    ByteString.Output out = ByteString.newOutput(leaves.size() * Digest.LENGTH);
    leaves.forEach(leaf -> out.write(leaf.bytes(), 0, Digest.LENGTH));
    return out.toByteString();
  }

  static List<Digest> split(ByteString bytes) {
    List<Digest> leaves = new ArrayList<>(bytes.size() / Digest.LENGTH);
    for (int at = 0; at < bytes.size(); at += Digest.LENGTH) {
      leaves.add(Digest.of(bytes.substring(at, at + Digest.LENGTH).toByteArray()));
    }
    return leaves;
  }
}
