package io.peerz.finetune.trial;

import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.credit.RoundCredit;
import io.peerz.finetune.credit.UnitCredit;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.Torch;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.id.Keccak;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Teaches the shipped model an invented language: {@code ZorvTrial MODEL_DIRECTORY ROUNDS}; prints
 * a table per round.
 */
public final class ZorvTrial {
  private static final int EXAMPLES = 4000;
  private static final int ASKED = 50;
  private static final double NANO = 1e-9;

  private ZorvTrial() {}

  public static void main(String[] args) {
    Torch.start();
    Path directory = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    ModelFolder folder = ModelFolder.open(directory);
    DatasetSplit data = DatasetSplit.of(examples(folder), Keccak.hash("zorv"));
    ShardWeights exact = folder.loadLayers(0, folder.config().geometry().layers());
    try (BaseWeights base = BaseWeights.of(exact)) {
      List<Worker> workers = TrialSettings.workers();
      Trial trial =
          new Trial(TrialSettings.recipe(), workers, base, exact, data, Keccak.hash("trial"));
      List<TokenizedExample> asked = data.heldOut().subList(0, ASKED);
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
      return Zorv.translations(1, EXAMPLES).stream()
          .map(ZorvTrial::example)
          .map(encoder::encode)
          .toList();
    }
  }

  private static TrainingExample example(Turn turn) {
    return new TrainingExample.Chat(
        List.of(
            new ChatMessage("user", turn.user()), new ChatMessage("assistant", turn.assistant())));
  }

  private static void print(int round, RoundCredit credit, List<Worker> workers) {
    System.out.printf(
        Locale.ROOT,
        "round %d: held-out loss %.4f, with all accepted %.4f nats per token%n",
        round,
        credit.baseLoss() * NANO,
        credit.jointLoss() * NANO);
    for (UnitCredit unit : credit.units()) {
      System.out.printf(
          Locale.ROOT,
          "  %-9s accepted %-5s gain %.4f paid gain %.4f%n",
          workers.get(unit.unit()).name(),
          unit.accepted(),
          unit.gain() * NANO,
          unit.paidGain() * NANO);
    }
  }
}
