package io.peerz.devnet.trust;

import io.peerz.audit.replay.Evidence;
import io.peerz.audit.replay.ShardReplay;
import io.peerz.audit.replay.Verdict;
import io.peerz.devnet.drill.Cheat;
import io.peerz.devnet.drill.WorkLog;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.InferenceReceipt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Honest work in one mode of the machine, done again in another: a batch of sessions token by token
 * on some threads, then each chunk alone as one prefill on one thread. Prints how many receipts
 * were found false, and a hash over all outputs that must be equal in every mode.
 */
public final class HonestReplays {
  private static final int CHUNKS = 4;

  private HonestReplays() {}

  /** Arguments: model folder, receipts, threads, sessions in one batch. */
  public static void main(String[] args) {
    ModelFolder model = ModelFolder.open(Path.of(args[0]));
    int receipts = Integer.parseInt(args[1]);
    EngineConfig config = new EngineConfig(Integer.parseInt(args[2]), 64L << 20, 256);
    int batch = Integer.parseInt(args[3]);
    int done = 0;
    int convicted = 0;
    Digest fold = Digest.ZERO;
    try (ExactEngine worker = new ExactEngine(model.loadLayers(0, 2), config);
        ExactEngine auditor = Cheat.NONE.engine(model)) {
      ShardReplay replay = new ShardReplay(auditor);
      for (int round = 0; done < receipts; round++) {
        for (WorkLog.Chunk chunk : work(model, worker, auditor, round, batch)) {
          done++;
          fold = Keccak.hash(fold.bytes(), chunk.receipt().outCommit().bytes());
          convicted += replay.replay(chunk.evidence()) == Verdict.TRUE ? 0 : 1;
        }
      }
    }
    System.out.println(done + " " + convicted + " " + fold.hex());
  }

  /** Receipts whose outputs come from the batched, token by token pass. */
  private static List<WorkLog.Chunk> work(
      ModelFolder model, ExactEngine worker, ExactEngine embedder, int round, int batch) {
    List<WorkLog> sessions = new ArrayList<>();
    List<KvCache> caches = new ArrayList<>();
    List<WorkLog.Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      sessions.add(session(model, worker, embedder, round * batch + i));
      caches.add(worker.openCache(CHUNKS * WorkLog.CHUNK));
    }
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      List<WorkLog.Chunk> claimed =
          sessions.stream().map(session -> session.next(1, 1_700_000_000)).toList();
      List<List<byte[]>> outputs = decode(worker, caches, claimed);
      for (int i = 0; i < batch; i++) {
        chunks.add(withOutput(claimed.get(i), outputs.get(i)));
      }
    }
    caches.forEach(KvCache::close);
    return chunks;
  }

  private static WorkLog session(
      ModelFolder model, ExactEngine worker, ExactEngine embedder, int number) {
    WorkLog.Parties parties =
        new WorkLog.Parties(
            Keccak.hash("node"),
            Keccak.hash("channel"),
            model.manifest().modelId(),
            Keccak.hash("honest " + number));
    return new WorkLog(parties, Cheat.LAZY, worker, embedder); // its outputs are not used
  }

  private static List<List<byte[]>> decode(
      ExactEngine worker, List<KvCache> caches, List<WorkLog.Chunk> chunks) {
    int width = worker.geometry().dModel();
    List<List<byte[]>> outputs = new ArrayList<>();
    chunks.forEach(chunk -> outputs.add(new ArrayList<>()));
    int from = chunks.getFirst().evidence().inputRows().size() - WorkLog.CHUNK;
    for (int position = from; position < from + WorkLog.CHUNK; position++) {
      List<Segment> step = new ArrayList<>();
      for (int i = 0; i < chunks.size(); i++) {
        byte[] token = chunks.get(i).evidence().inputRows().get(position);
        int id = ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN).getInt();
        step.add(new Segment(caches.get(i), worker.embed(new int[] {id}), 1));
      }
      worker.forward(step);
      for (int i = 0; i < step.size(); i++) {
        outputs.get(i).add(RowTree.rowOf(step.get(i).rows(), 0, width));
      }
    }
    return outputs;
  }

  private static WorkLog.Chunk withOutput(WorkLog.Chunk chunk, List<byte[]> outputs) {
    InferenceReceipt receipt =
        WorkLog.withOutput(
            chunk.receipt(), RowTree.salted(chunk.evidence().salt(), RowTree.rootOf(outputs)));
    return new WorkLog.Chunk(
        receipt,
        new Evidence(receipt, chunk.evidence().inputRows(), chunk.evidence().salt()),
        outputs);
  }
}
