package io.peerz.inference.serve;

import io.peerz.inference.cache.PrefixCache;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of the beginnings of a session's prompt, one for each whole block: key(n) = keccak(key(n -
 * 1) ‖ leaves of block n). The first follows from the payer and the adapter, for what one payer
 * asked must not show in another's waiting time, and an adapter gives other rows. A prompt may come
 * in several steps; it has names as long as these are whole blocks. Owned by the session's thread.
 */
final class PrefixKeys {
  private static final byte[] DOMAIN = "peerz/prefix/1".getBytes(StandardCharsets.US_ASCII);

  private final List<Digest> keys = new ArrayList<>();
  private Digest last;
  private boolean ended;

  PrefixKeys(Address payer, Optional<AdapterRef> adapter) {
    byte[] job = adapter.map(ref -> ref.jobId().bytes()).orElseGet(Digest.ZERO::bytes);
    byte[] root = adapter.map(ref -> ref.root().bytes()).orElseGet(Digest.ZERO::bytes);
    last = Keccak.hash(DOMAIN, payer.bytes(), job, root);
  }

  /**
   * Whether a step that begins there goes on with the prompt by a block or more. One that begins in
   * the middle of what has names, because the step that gave them failed, ends the names.
   */
  boolean mayExtend(int posStart, int positions) {
    ended |= posStart < keys.size() * PrefixCache.BLOCK;
    return !ended && posStart == keys.size() * PrefixCache.BLOCK && positions >= PrefixCache.BLOCK;
  }

  /**
   * Takes the leaves of a step that goes on with the prompt.
   *
   * @return the keys of all its blocks so far
   */
  List<Digest> extend(List<Digest> leaves) {
    for (int end = PrefixCache.BLOCK; end <= leaves.size(); end += PrefixCache.BLOCK) {
      List<byte[]> parts = new ArrayList<>(List.of(last.bytes()));
      leaves.subList(end - PrefixCache.BLOCK, end).forEach(leaf -> parts.add(leaf.bytes()));
      last = Keccak.hash(parts.toArray(byte[][]::new));
      keys.add(last);
    }
    ended = leaves.size() % PrefixCache.BLOCK != 0;
    return List.copyOf(keys);
  }
}
