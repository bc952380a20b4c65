package io.peerz.inference.evidence;

import io.peerz.proof.commit.RowLog;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A chunk with everything that was computed before it in its session: what another machine needs to
 * compute it again.
 *
 * @param session its chunks from the start to the one in question; their rows hash to the input
 *     digest of its receipt
 */
public record Work(List<KeptChunk> session) {
  public Work {
    session = List.copyOf(session);
    RowLog log = new RowLog();
    session.forEach(part -> part.inputRows().forEach(log::append));
    Require.that(
        log.root().equals(session.getLast().receipt().inDigest()),
        ErrorCode.PEER_MISBEHAVED,
        "the rows are not those that the receipt names");
  }

  /** The chunk in question. */
  public KeptChunk chunk() {
    return session.getLast();
  }

  public InferenceReceipt receipt() {
    return chunk().receipt();
  }

  /** Input rows from the session's start to the chunk's end. */
  public List<byte[]> rows() {
    return session.stream().flatMap(part -> part.inputRows().stream()).toList();
  }

  /**
   * Follows the receipts of a session back to its start.
   *
   * @param digest of the receipt in question, in the ledger's domain
   * @param find the kept chunk of a receipt's digest
   * @return empty when one of the chunks is missing
   */
  public static Optional<Work> collect(
      Digest digest, Domain ledger, Function<Digest, Optional<KeptChunk>> find) {
    Deque<KeptChunk> session = new ArrayDeque<>();
    Digest wanted = digest;
    while (session.isEmpty() || session.getFirst().receipt().posStart() > 0) {
      Optional<KeptChunk> found = find.apply(wanted);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (!session.isEmpty()) {
        requireBefore(found.get().receipt(), session.getFirst().receipt());
      }
      session.addFirst(found.get());
      wanted = ledger.digestOf(found.get().receipt().prevReceipt());
    }
    return Optional.of(new Work(List.copyOf(session)));
  }

  private static void requireBefore(InferenceReceipt earlier, InferenceReceipt later) {
    Require.that(
        earlier.sessionId().equals(later.sessionId())
            && earlier.posStart() + earlier.tokens() == later.posStart(),
        ErrorCode.PEER_MISBEHAVED,
        "the receipts of the session do not follow each other");
  }
}
