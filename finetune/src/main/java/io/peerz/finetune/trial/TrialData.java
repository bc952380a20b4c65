package io.peerz.finetune.trial;

import io.peerz.finetune.corpus.Turn;
import io.peerz.finetune.corpus.Zorv;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.ExampleEncoder;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.TrainingExample;
import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.id.Keccak;
import java.util.List;

/**
 * Sentences of the invented language: what is trained on and measured with, and others that nobody
 * sees before the end.
 *
 * @param job the examples of the job
 * @param unseen neither trained on nor measured with
 */
record TrialData(DatasetSplit job, List<TokenizedExample> unseen) {
  TrialData {
    unseen = List.copyOf(unseen);
  }

  static TrialData of(ModelFolder folder, long seed, int unseen) {
    try (ExampleEncoder encoder = ExampleEncoder.open(folder)) {
      List<TokenizedExample> all =
          Zorv.shuffled(seed).stream().map(TrialData::chat).map(encoder::encode).toList();
      return new TrialData(
          DatasetSplit.of(all.subList(unseen, all.size()), Keccak.hash("zorv " + seed)),
          all.subList(0, unseen));
    }
  }

  private static TrainingExample chat(Turn turn) {
    return new TrainingExample.Chat(
        List.of(
            new ChatMessage("user", turn.user()), new ChatMessage("assistant", turn.assistant())));
  }
}
