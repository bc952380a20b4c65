package io.peerz.finetune.data;

/**
 * How much data a job may bring.
 *
 * @param maxBytes of the whole file
 * @param maxLineBytes of one line
 * @param maxExamples lines that hold an example
 */
public record JsonlLimits(long maxBytes, int maxLineBytes, int maxExamples) {
  public static final JsonlLimits DEFAULT = new JsonlLimits(64L << 20, 256 << 10, 1_000_000);
}
