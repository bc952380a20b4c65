package io.peerz.inference.engine.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;

/**
 * The one ONNX Runtime of this process, as DJL starts it, with one pool of threads for all graphs:
 * pools of their own would take the cores from each other. The first engine decides how many
 * threads it has. With a runtime built for CUDA on the class path, graphs go to the first GPU.
 */
final class OnnxRuntime {
  private static final String ENGINE = "OnnxRuntime";
  private static final String THREADS = "ai.djl.onnxruntime.num_threads";
  private static final String NO_SECOND_ENGINE = "ai.djl.onnx.disable_alternative";

  private OnnxRuntime() {}

  /** Starts the runtime at the first call; the caller closes the manager. */
  static synchronized NDManager start(int threads) {
    Telemetry.switchOff();
    if (System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, Integer.toString(threads));
    }
    // DJL would start PyTorch, where it is on the class path, for operations that we do not use.
    System.setProperty(NO_SECOND_ENGINE, "true");
    try {
      return Engine.getEngine(ENGINE).newBaseManager();
    } catch (RuntimeException | LinkageError e) {
      throw new PeerzException(
          ErrorCode.BAD_CONFIG,
          "the fast engine cannot start on this machine: "
              + e.getMessage()
              + "; use --engine exact.",
          e);
    }
  }

  /** Whether graphs are computed on a GPU. */
  static boolean hasGpu() {
    Telemetry.switchOff();
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /** Loads a model file; its weights are copied and packed for this processor. */
  static OrtSession load(Path model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // It warns of every input that has a default.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.disablePerSessionThreads();
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      // Shapes differ from step to step, so a plan of memory for one shape is of no use.
      options.setMemoryPatternOptimization(false);
      options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
      if (hasGpu()) {
        options.addCUDA(0);
      }
      return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new PeerzException(
          ErrorCode.BAD_CHECKPOINT,
          "the fast engine cannot load this shard: "
              + firstLine(e)
              + "; use --engine exact, or delete "
              + model.getParent()
              + " if the file is damaged.",
          e);
    }
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
