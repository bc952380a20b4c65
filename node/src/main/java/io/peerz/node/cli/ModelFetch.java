package io.peerz.node.cli;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.wire.BlobClients;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.finetune.RegisteredHolders;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.node.models.LayerDownload;
import io.peerz.node.models.LayerRange;
import io.peerz.node.models.ModelCatalog;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz model fetch}: the layers that a node wants to serve, from whoever has them. */
@Command(
    name = "fetch",
    description = "Download some layers of a model from other nodes or a folder, checked by its id.")
final class ModelFetch extends PeerzAction {
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(20);

  @Parameters(paramLabel = "MODEL", description = "the model's id, 0x and 64 digits")
  private String model;

  @Option(names = "--id", required = true, paramLabel = "ID", description = "its name from now on")
  private String id;

  @Option(names = "--layers", required = true, paramLabel = "START:END", description = "which")
  private String layers;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "a folder that an import made (default: the network's nodes)")
  private Optional<Path> from = Optional.empty();

  @Override
  protected int run(Cli cli) {
    Path target = ModelPlace.make(cli.home(), id);
    ProgressBar bar = new ProgressBar(cli.terminal());
    LayerDownload download =
        new LayerDownload(Digest.ofHex(model), LayerRange.parse(layers), target, bar::at);
    ModelFolder made =
        from.isPresent()
            ? download.from(List.of(ModelCatalog.of(ModelFolder.open(from.get()))))
            : fromNodes(cli, download);
    cli.print(
        "model.fetch",
        Map.of("name", id, "modelId", made.manifest().modelId().hex(), "folder", target.toString()),
        () ->
            "✔ layers %s of %s are in %s; next: peerz node init --model %s --layers %s"
                .formatted(layers, made.manifest().modelId().shortHex(), target, id, layers));
    return ExitCodes.OK;
  }

  private static ModelFolder fromNodes(Cli cli, LayerDownload download) {
    try (Closer closer = new Closer()) {
      NetworkAccess network = closer.add("network", cli.network());
      Vertx vertx = Vertx.vertx();
      closer.add("vertx", () -> Waiting.on(vertx.close()));
      BlobClients clients = closer.add("connections", new BlobClients(vertx, PEER_TIMEOUT));
      List<BlobSource> holders =
          new RegisteredHolders(clients, new NodeDirectory(network.chain()), Digest.ZERO).all();
      return download.from(holders);
    }
  }
}
