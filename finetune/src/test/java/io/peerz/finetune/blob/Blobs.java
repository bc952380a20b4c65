package io.peerz.finetune.blob;

import java.util.Random;

/** Bytes for tests. */
public final class Blobs {
  private Blobs() {}

  public static byte[] random(int size, long seed) {
    byte[] blob = new byte[size];
    new Random(seed).nextBytes(blob);
    return blob;
  }
}
