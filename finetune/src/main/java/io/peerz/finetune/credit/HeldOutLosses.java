package io.peerz.finetune.credit;

/**
 * The round's held-out batches behind one question. The engine of record answers to the last bit,
 * so that honest evaluators agree; a test answers from a formula.
 */
@FunctionalInterface
public interface HeldOutLosses {
  /**
   * Loss of each batch in nano-nats per token, for the round's base adapter with {@code update}
   * added to it.
   */
  long[] nanoNats(float[] update);
}
