package io.peerz.finetune.market;

import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;

/**
 * The committee's task of a round.
 *
 * @param order numbers of the revealed units in the order in which they join; empty until the seed
 *     is known
 * @param commitBySeconds from then on no seat commits
 * @param revealBySeconds from then on no seat reveals
 * @param finalizedAtSeconds 0 while it runs
 * @param seats empty before the draw
 * @param agreed what two thirds of the seats revealed identically, once finalized
 */
public record TaskView(
    Digest taskId,
    Status status,
    Optional<List<Integer>> order,
    long commitBySeconds,
    long revealBySeconds,
    long finalizedAtSeconds,
    List<SeatView> seats,
    Optional<RoundResult> agreed) {
  /** Names and order are the contract's. */
  public enum Status {
    NONE,
    OPEN,
    DRAWN,
    AGREED,
    FAILED
  }

  public TaskView {
    seats = List.copyOf(seats);
    order = order.map(List::copyOf);
  }

  public boolean allCommitted() {
    return seats.stream().allMatch(SeatView::committed);
  }

  public boolean allRevealed() {
    return seats.stream().allMatch(SeatView::revealed);
  }

  /** Seats that {@code nodeId} was drawn for. */
  public List<SeatView> seatsOf(Digest nodeId) {
    return seats.stream().filter(seat -> seat.evaluator().equals(nodeId)).toList();
  }
}
