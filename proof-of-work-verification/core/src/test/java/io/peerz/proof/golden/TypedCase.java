package io.peerz.proof.golden;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import java.util.Map;

/**
 * A signed type with one message: how the record hashes it, and its fields as plain JSON values.
 */
record TypedCase(String type, Domain domain, Map<String, Object> message, Digest structHash) {
  String typeName() {
    return type.substring(0, type.indexOf('('));
  }

  Digest digest() {
    return domain.digestOf(structHash);
  }
}
