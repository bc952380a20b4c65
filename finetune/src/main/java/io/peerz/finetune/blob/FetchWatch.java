package io.peerz.finetune.blob;

/** Hears how much of a blob is there; called after each read. */
@FunctionalInterface
public interface FetchWatch {
  FetchWatch NONE = (done, size) -> {};

  void at(long doneBytes, long sizeBytes);
}
