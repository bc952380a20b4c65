package io.peerz.node.serve;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.engine.djl.FastEngine;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.text.TokenTable;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.data.NodeSettings;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.manifest.ModelManifest;
import java.util.Optional;

/** Loads the layers that a node serves, if the network knows the model. */
final class ShardLoader {
  private final NodeSetup setup;
  private final Enrolment enrolment;

  ShardLoader(NodeSetup setup, Enrolment enrolment) {
    this.setup = setup;
    this.enrolment = enrolment;
  }

  ServedShard load() {
    NodeSettings settings = setup.settings();
    ModelFolder folder = ModelFolder.open(settings.model()).in(setup.arithmetic());
    int layers = folder.config().geometry().layers();
    Require.that(
        settings.layerEnd() <= layers,
        ErrorCode.BAD_CONFIG,
        "the node is set up for layers %d:%d but the model has %d; set it up anew with --layers"
            .formatted(settings.layerStart(), settings.layerEnd(), layers));
    requireFits(folder);
    ModelManifest manifest = folder.manifest();
    enrolment.requireModel(manifest);
    return new ServedShard(
        manifest.modelId(),
        settings.pricePerGcuWei(),
        setup.serving().apply(engine(folder)),
        Optional.of(TokenTable.open(settings.model())));
  }

  /** The fast engine keeps weights and caches outside of the heap, where nothing bounds them. */
  private void requireFits(ModelFolder model) {
    int start = setup.settings().layerStart();
    int end = setup.settings().layerEnd();
    if (setup.arithmetic() == Arithmetic.EXACT) {
      ShardNeed.of(setup, model, start, end)
          .requireFits("layers %d:%d".formatted(start, end), Runtime.getRuntime().maxMemory());
    }
  }

  private ShardEngine engine(ModelFolder model) {
    EngineConfig config = new EngineConfig(setup.threads(), setup.cacheBytes(), 0);
    int start = setup.settings().layerStart();
    int end = setup.settings().layerEnd();
    return switch (setup.arithmetic()) {
      case EXACT -> new ExactEngine(model.loadLayers(start, end), config);
      case FAST -> FastEngine.open(model, start, end, config, setup.folder().packs());
    };
  }
}
