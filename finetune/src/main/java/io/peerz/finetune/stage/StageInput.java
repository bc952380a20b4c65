package io.peerz.finetune.stage;

/** What a layer range starts from: tokens if it is the first, a hidden state otherwise. */
public sealed interface StageInput permits TokenIds, HiddenState {
  int rows();

  int tokens();
}
