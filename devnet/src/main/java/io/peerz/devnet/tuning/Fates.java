package io.peerz.devnet.tuning;

import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.EvaluatedRound;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobUnit;
import io.peerz.proof.id.Digest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What became of units and seats of a job, as the chain tells it. */
final class Fates {
  private final JobReader reader;
  private final Digest jobId;
  private final int rounds;

  Fates(JobReader reader, Digest jobId, int rounds) {
    this.reader = reader;
    this.jobId = jobId;
    this.rounds = rounds;
  }

  /** How a unit ended. */
  private enum Fate {
    JOINED("joined"),
    LEFT_OUT("left out"),
    CAUGHT("caught"),
    FORFEITED("never revealed"),
    UNMEASURED("not measured");

    private static final int LEFT_OUT_ON_CHAIN = 1;
    private final String words;

    Fate(String words) {
      this.words = words;
    }

    static Fate of(JobUnit unit, Optional<EvaluatedRound> measured) {
      return switch (unit.status()) {
        case REJECTED -> CAUGHT;
        case FORFEITED -> FORFEITED;
        default ->
            measured
                .map(round -> isLeftOut(round, unit.unit()) ? LEFT_OUT : JOINED)
                .orElse(UNMEASURED);
      };
    }

    private static boolean isLeftOut(EvaluatedRound round, int unit) {
      return round.units().stream()
          .anyMatch(u -> u.unit() == unit && u.verdict() == LEFT_OUT_ON_CHAIN);
    }
  }

  /** Of all units that these nodes held. */
  String ofUnits(List<Digest> nodes) {
    Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    List<EvaluatedRound> evaluated = reader.evaluatedRounds(jobId);
    for (int round = 0; round < rounds; round++) {
      int number = round;
      Optional<EvaluatedRound> measured =
          evaluated.stream().filter(e -> e.round() == number).findFirst();
      reader.round(jobId, round).units().stream()
          .filter(unit -> nodes.contains(unit.nodeId()))
          .forEach(unit -> counts.merge(Fate.of(unit, measured), 1, Integer::sum));
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().words)
        .collect(Collectors.joining(", "));
  }

  /** Of all seats that these nodes were drawn for. */
  String ofSeats(List<Digest> nodes) {
    int agreeing = 0;
    int failed = 0;
    for (CommitteeTask task : tasks()) {
      failed += task.status() == CommitteeTask.Status.AGREED ? 0 : 1;
      agreeing +=
          (int)
              task.seats().stream()
                  .filter(seat -> nodes.contains(seat.evaluator()))
                  .filter(task::agrees)
                  .count();
    }
    return "%d seats, %d of them agreed; %d rounds without a result"
        .formatted(seats(nodes).stream().mapToInt(Integer::intValue).sum(), agreeing, failed);
  }

  /** How many seats these nodes were drawn for in each round. */
  List<Integer> seats(List<Digest> nodes) {
    return tasks().stream()
        .map(task -> task.seats().stream().filter(seat -> nodes.contains(seat.evaluator())).count())
        .map(Math::toIntExact)
        .toList();
  }

  private List<CommitteeTask> tasks() {
    return IntStream.range(0, rounds)
        .mapToObj(round -> reader.task(reader.round(jobId, round).taskId()))
        .toList();
  }
}
