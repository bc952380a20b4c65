package io.peerz.ledger.finetune;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.util.List;

/**
 * What a seat reveals.
 *
 * @param losses nano-nats per token
 * @param standardErrors of the gains, or marks
 * @param outputRoot root of the next adapter state
 */
public record SeatReport(List<Long> losses, List<Long> standardErrors, Digest outputRoot) {
  public SeatReport {
    losses = List.copyOf(losses);
    standardErrors = List.copyOf(standardErrors);
  }

  /** keccak(abi.encode(int64[] losses, uint64[] standardErrors, bytes32 outputRoot)). */
  public Digest hash() {
    int heads = 3;
    AbiWriter out = new AbiWriter(heads + 2 + losses.size() + standardErrors.size());
    out.uint((long) heads * AbiWriter.WORD);
    out.uint((long) (heads + 1 + losses.size()) * AbiWriter.WORD);
    out.digest(outputRoot);
    out.uint(losses.size());
    losses.forEach(out::int64);
    out.uint(standardErrors.size());
    standardErrors.forEach(out::uint);
    return out.hash();
  }
}
