package io.peerz.finetune.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Starts PyTorch once per process, offline and without telemetry, and guards its grad mode.
 *
 * <p>Grad mode is a property of the thread and is <em>on</em> in a fresh one, so every entry says
 * which it wants: {@link #withGradient} records a graph, {@link #withoutGradient} does not.
 */
public final class Torch {
  private static NDManager root;

  private Torch() {}

  /**
   * Idempotent. Must run before anything else touches the engine: it sets what the engine reads
   * while loading.
   */
  public static synchronized void start() {
    if (root != null) {
      return;
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    OpenMpEnvironment.apply();
    root = Engine.getEngine("PyTorch").newBaseManager();
    root.setName("peerz");
  }

  static synchronized PtNDManager root() {
    if (root == null) {
      throw new IllegalStateException("PyTorch is not started: call Torch.start() first");
    }
    return (PtNDManager) root;
  }

  /** Arrays alive in the root manager; a training step must leave this number as it found it. */
  public static int liveArrays() {
    return root().getManagedArrays().size();
  }

  /** Number of threads of one tensor operation. */
  public static void threads(int threads) {
    start();
    JniUtils.setNumThreads(threads);
  }

  /** Runs {@code body} while recording the graph of what it computes. */
  public static <T> T withGradient(Supplier<T> body) {
    return inGradMode(true, body);
  }

  /** Runs {@code body} without recording a graph. */
  public static <T> T withoutGradient(Supplier<T> body) {
    return inGradMode(false, body);
  }

  private static <T> T inGradMode(boolean on, Supplier<T> body) {
    start();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(on);
    try {
      return body.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
