package io.peerz.finetune.duty;

import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.SeatView;
import io.peerz.finetune.market.TaskView;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One task by the committee contract's rules: quorum is counted over the drawn seats. */
final class FakeCommittee {
  private final Digest taskId;
  private final Digest seed;
  private final long seedAtSeconds;
  private final long commitBySeconds;
  private final long revealBySeconds;
  private final List<Integer> order;
  private final List<Digest> evaluators = new ArrayList<>();
  private final Map<Integer, Digest> commitments = new HashMap<>();
  private final Map<Integer, RoundResult> results = new HashMap<>();
  private final Set<Integer> paid = new HashSet<>();
  private TaskView.Status status = TaskView.Status.OPEN;
  private Optional<RoundResult> agreed = Optional.empty();
  private long finalizedAtSeconds;

  FakeCommittee(
      Digest taskId,
      Digest seed,
      long seedAtSeconds,
      long commitBySeconds,
      long revealBySeconds,
      List<Integer> order) {
    this.taskId = taskId;
    this.seed = seed;
    this.seedAtSeconds = seedAtSeconds;
    this.commitBySeconds = commitBySeconds;
    this.revealBySeconds = revealBySeconds;
    this.order = order;
  }

  Optional<Digest> anyCommitment() {
    return commitments.values().stream().findFirst();
  }

  TaskView view(long now) {
    List<SeatView> seats = new ArrayList<>();
    for (int seat = 0; seat < evaluators.size(); seat++) {
      seats.add(
          new SeatView(
              seat,
              evaluators.get(seat),
              commitments.containsKey(seat),
              results.containsKey(seat),
              isDue(seat)));
    }
    return new TaskView(
        taskId,
        status,
        now >= seedAtSeconds ? Optional.of(order) : Optional.empty(),
        commitBySeconds,
        revealBySeconds,
        finalizedAtSeconds,
        seats,
        agreed);
  }

  /** Seats with replacement, weight one per member. */
  void draw(long now, int seats, List<Digest> members) {
    require(status == TaskView.Status.OPEN && now >= seedAtSeconds && now < commitBySeconds);
    for (int seat = 0; seat < seats; seat++) {
      BigInteger point =
          new BigInteger(1, new AbiWriter(3).digest(seed).digest(taskId).uint(seat).hash().bytes());
      evaluators.add(members.get(point.mod(BigInteger.valueOf(members.size())).intValue()));
    }
    status = TaskView.Status.DRAWN;
  }

  void commit(long now, int seat, Digest commitment) {
    require(status == TaskView.Status.DRAWN && now < commitBySeconds);
    require(commitments.putIfAbsent(seat, commitment) == null);
  }

  void reveal(long now, int seat, RoundResult result, Digest traceRoot, Digest salt) {
    require(status == TaskView.Status.DRAWN && now < revealBySeconds);
    require(commitments.size() == evaluators.size() || now >= commitBySeconds);
    Digest expected = result.commitment(taskId, seat, evaluators.get(seat), traceRoot, salt);
    require(Objects.equals(commitments.get(seat), expected));
    require(results.putIfAbsent(seat, result) == null);
  }

  void finish(long now) {
    boolean drawn = status == TaskView.Status.DRAWN;
    boolean complete = drawn && results.size() == evaluators.size();
    require(drawn || status == TaskView.Status.OPEN);
    require(complete || now >= (drawn ? revealBySeconds : commitBySeconds));
    finalizedAtSeconds = now;
    agreed =
        results.values().stream().filter(r -> 3 * count(r) >= 2L * evaluators.size()).findFirst();
    status = agreed.isPresent() ? TaskView.Status.AGREED : TaskView.Status.FAILED;
  }

  private long count(RoundResult result) {
    return results.values().stream().filter(result::equals).count();
  }

  boolean isOf(Digest task) {
    return taskId.equals(task);
  }

  /** Once for each seat that agreed. */
  void pay(int seat) {
    require(isDue(seat));
    paid.add(seat);
  }

  int paidSeats() {
    return paid.size();
  }

  private boolean isDue(int seat) {
    return agreed.isPresent() && agreed.get().equals(results.get(seat)) && !paid.contains(seat);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw FakeMarket.reverted();
    }
  }
}
