package io.peerz.ledger.index;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An event in words: who emitted it, its name, and its arguments in the order of the ABI. */
record DecodedEvent(String contract, String name, ObjectNode args) {
  private static final int ID_HEX = 2 + 2 * Digest.LENGTH;
  private static final int ADDRESS_HEX = 2 + 2 * Address.LENGTH;

  /** What the event is about: the first id that it mentions. */
  Optional<byte[]> subject() {
    return args.properties().stream()
        .map(Map.Entry::getValue)
        .filter(value -> value.isString() && value.asString().length() == ID_HEX)
        .filter(value -> value.asString().startsWith("0x"))
        .map(value -> bytes(value.asString()))
        .findFirst();
  }

  /**
   * By what the event is found: every id and address that it mentions at the top level and, where
   * it belongs to a round or a unit of a job, that part of the job.
   */
  List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    args.properties().stream().map(Map.Entry::getValue).forEach(value -> addKey(keys, value));
    partOf(args).ifPresent(keys::add);
    return keys;
  }

  private static void addKey(List<byte[]> keys, JsonNode value) {
    if (value.isString()) {
      String text = value.asString();
      if (text.startsWith("0x") && (text.length() == ID_HEX || text.length() == ADDRESS_HEX)) {
        keys.add(bytes(text));
      }
    }
  }

  /** The id of a job with the two bytes of a round and, if any, the byte of a unit behind it. */
  static Optional<byte[]> partOf(JsonNode args) {
    if (!args.has("jobId") || !args.has("round")) {
      return Optional.empty();
    }
    byte[] job = bytes(args.path("jobId").asString());
    boolean ofUnit = args.has("unit");
    ByteBuffer key = ByteBuffer.allocate(job.length + (ofUnit ? 3 : 2)).put(job);
    key.putShort((short) args.path("round").asInt());
    return Optional.of((ofUnit ? key.put((byte) args.path("unit").asInt()) : key).array());
  }

  private static byte[] bytes(String hex) {
    return Hex.decode("key", hex, (hex.length() - 2) / 2);
  }
}
