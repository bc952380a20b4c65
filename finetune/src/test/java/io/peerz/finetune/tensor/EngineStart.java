package io.peerz.finetune.tensor;

/** Starts the engine and says how: the program of a child process. */
final class EngineStart {
  private EngineStart() {}

  public static void main(String[] args) {
    Torch.start();
    System.out.println("offline=" + System.getProperty("ai.djl.offline"));
    System.out.println("opt-out=" + System.getProperty("OPT_OUT_TRACKING"));
  }
}
