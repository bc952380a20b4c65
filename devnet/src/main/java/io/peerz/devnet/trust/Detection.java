package io.peerz.devnet.trust;

import io.peerz.audit.replay.ReplayLottery;
import io.peerz.audit.replay.ShardReplay;
import io.peerz.audit.replay.Verdict;
import io.peerz.devnet.drill.Cheat;
import io.peerz.devnet.drill.WorkLog;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;

/**
 * How surely a way of cheating is found.
 *
 * @param replays receipts of the cheat that were done again
 * @param convicted those whose output was found false
 */
record Detection(Cheat cheat, int replays, int convicted) {
  private static final int CHUNKS = 8;
  private static final int DRAWS = 10_000;
  private static final int MILLION = 1_000_000;

  /** Real receipts of the cheat, each done again by the reproducible engine. */
  static Detection measure(ModelFolder model, Cheat cheat, int receipts) {
    try (ExactEngine engine = cheat.engine(model);
        ExactEngine honest = Cheat.NONE.engine(model)) {
      ShardReplay replay = new ShardReplay(honest);
      int replays = 0;
      int convicted = 0;
      for (int session = 0; replays < receipts; session++) {
        WorkLog work = new WorkLog(parties(model, cheat, session), cheat, engine, honest);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
          WorkLog.Chunk done = work.next(1, 1_700_000_000);
          if (cheat == Cheat.CACHED_OUTPUT && chunk == 0) {
            continue; // what is cached later is true the first time
          }
          replays++;
          convicted += replay.replay(done.evidence()) == Verdict.FALSE_OUTPUT ? 1 : 0;
        }
      }
      return new Detection(cheat, replays, convicted);
    }
  }

  private static WorkLog.Parties parties(ModelFolder model, Cheat cheat, int session) {
    return new WorkLog.Parties(
        Keccak.hash("node"),
        Keccak.hash("channel"),
        model.manifest().modelId(),
        Keccak.hash("bench " + cheat + " " + session));
  }

  /** Share of 10,000 draws in which a node that always cheats is found within so many receipts. */
  double foundWithin(int receipts, double replayedShare) {
    double perReplay = (double) convicted / replays;
    int found = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Digest secret = Keccak.hash("draw " + draw);
      ReplayLottery lottery = new ReplayLottery((int) (replayedShare * MILLION), secret);
      if (isFound(lottery, receipts, perReplay)) {
        found++;
      }
    }
    return (double) found / DRAWS;
  }

  private static boolean isFound(ReplayLottery lottery, int receipts, double perReplay) {
    double missed = 1;
    for (int seq = 0; seq < receipts; seq++) {
      if (lottery.draws(Digest.ZERO, seq)) {
        missed *= 1 - perReplay;
      }
    }
    return missed < 0.5;
  }
}
