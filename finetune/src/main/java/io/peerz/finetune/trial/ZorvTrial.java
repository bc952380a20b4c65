package io.peerz.finetune.trial;

import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.finetune.duty.LoraTraining;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Teaches the shipped model an invented language: {@code ZorvTrial MODEL_DIRECTORY ROUNDS}; prints
 * a table per round. The sentences that are asked are neither trained on nor measured with.
 */
public final class ZorvTrial {
  private static final int ASKED = 100;
  private static final double NANO = 1e-9;
  private static final int LAYERS_PER_STAGE = 4;

  private ZorvTrial() {}

  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: ZorvTrial MODEL_DIRECTORY ROUNDS");
      System.exit(2);
    }
    run(ModelFolder.open(Path.of(args[0])), Integer.parseInt(args[1]));
  }

  private static void run(ModelFolder folder, int rounds) {
    List<TokenizedExample> all = examples(folder);
    List<TokenizedExample> asked = all.subList(0, ASKED);
    DatasetSplit data = DatasetSplit.of(all.subList(ASKED, all.size()), Keccak.hash("zorv"));
    ShardWeights exact = folder.loadLayers(0, folder.config().geometry().layers());
    Digest baseModel = folder.manifest().modelId();
    try (BaseWeights base = BaseWeights.of(exact);
        TensorThread thread = new TensorThread()) {
      LoraTraining training = new LoraTraining(baseModel, base, thread, LAYERS_PER_STAGE);
      List<Worker> workers = TrialSettings.workers();
      Trial trial =
          new Trial(TrialSettings.recipe(), workers, training, exact, data, Keccak.hash("trial"));
      System.out.printf("exact answers before: %d of %d%n", trial.answered(asked), ASKED);
      for (int round = 0; round < rounds; round++) {
        print(round, trial.playRound(), workers);
        System.out.printf(
            "  adapter root %s, exact answers %d of %d%n",
            trial.state().root().shortHex(), trial.answered(asked), ASKED);
      }
    }
  }

  private static List<TokenizedExample> examples(ModelFolder folder) {
    try (ExampleEncoder encoder = ExampleEncoder.open(folder)) {
      return Zorv.shuffled(1).stream().map(ZorvTrial::example).map(encoder::encode).toList();
    }
  }

  private static TrainingExample example(Turn turn) {
    return new TrainingExample.Chat(
        List.of(
            new ChatMessage("user", turn.user()), new ChatMessage("assistant", turn.assistant())));
  }

  private static void print(int round, RoundResult result, List<Worker> workers) {
    RoundGains gains = RoundGains.of(workers.size(), result, Trial.KAPPA_MILLI);
    double before = result.losses().getFirst() * NANO;
    System.out.printf(
        Locale.ROOT,
        "round %d: held-out loss %.4f, with all that joined %.4f nats per token%n",
        round,
        before,
        before - gains.totalGain() * NANO);
    for (int unit = 0; unit < workers.size(); unit++) {
      System.out.printf(
          Locale.ROOT,
          "  %-9s %-8s gain %.4f paid gain %.4f%n",
          workers.get(unit).name(),
          gains.verdicts().get(unit),
          gains.doubledGains().get(unit) / 2 * NANO,
          gains.paidGains().get(unit) * NANO);
    }
  }
}
