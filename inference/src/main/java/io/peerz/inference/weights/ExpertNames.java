package io.peerz.inference.weights;

import io.peerz.inference.model.ModelFamily;

/** What the two published layouts call the tensors of a mixture of experts. */
final class ExpertNames {
  private ExpertNames() {}

  static String router(ModelFamily family) {
    return folder(family) + "gate.weight";
  }

  static String gate(ModelFamily family, int expert) {
    return name(family, expert, isMixtral(family) ? "w1" : "gate_proj");
  }

  static String up(ModelFamily family, int expert) {
    return name(family, expert, isMixtral(family) ? "w3" : "up_proj");
  }

  static String down(ModelFamily family, int expert) {
    return name(family, expert, isMixtral(family) ? "w2" : "down_proj");
  }

  private static String name(ModelFamily family, int expert, String map) {
    return folder(family) + "experts." + expert + "." + map + ".weight";
  }

  private static String folder(ModelFamily family) {
    return isMixtral(family) ? "block_sparse_moe." : "mlp.";
  }

  private static boolean isMixtral(ModelFamily family) {
    return family == ModelFamily.MIXTRAL;
  }
}
