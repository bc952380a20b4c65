package io.peerz.node.serve;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
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
    ModelFolder folder = ModelFolder.open(settings.model());
    int layers = folder.config().geometry().layers();
    Require.that(
        settings.layerEnd() <= layers,
        ErrorCode.BAD_CONFIG,
        "the node is set up for layers %d:%d but the model has %d; set it up anew with --layers"
            .formatted(settings.layerStart(), settings.layerEnd(), layers));
    ModelManifest manifest = folder.manifest();
    enrolment.requireModel(manifest);
    EngineConfig config = new EngineConfig(setup.threads(), setup.cacheBytes(), 0);
    ExactEngine engine =
        new ExactEngine(folder.loadLayers(settings.layerStart(), settings.layerEnd()), config);
    return new ServedShard(
        manifest.modelId(),
        settings.pricePerGcuWei(),
        engine,
        Optional.of(TokenTable.open(settings.model())));
  }
}
