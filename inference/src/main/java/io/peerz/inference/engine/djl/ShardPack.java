package io.peerz.inference.engine.djl;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The files of a shard that the runtime loads: graphs, and the weights beside them. */
final class ShardPack implements AutoCloseable {
  private static final String WEIGHTS = "weights.bin";
  private static final String LAYERS = "layers.onnx";
  private static final String ADAPTED = "adapted.onnx";
  private static final String HEAD = "head.onnx";

  private final ModelConfig config;
  private final int layerStart;
  private final int layerEnd;
  private final Path folder;
  private final PackLayout layout;
  private final boolean isKept;
  private final Arena arena = Arena.ofShared();

  private ShardPack(ModelConfig config, int layerStart, int layerEnd, Path folder, boolean isKept) {
    this.config = config;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
    this.folder = folder;
    this.layout = PackLayout.of(config, layerStart, layerEnd);
    this.isKept = isKept;
  }

  /** Files that stay; weights are written only where they are not there yet. */
  static ShardPack kept(
      Path folder,
      ModelConfig config,
      int layerStart,
      int layerEnd,
      IntFunction<ShardWeights> layers) {
    ShardPack pack = new ShardPack(config, layerStart, layerEnd, folder, true);
    pack.write(layers);
    return pack;
  }

  /** Files that go with the engine. */
  static ShardPack passing(
      ModelConfig config, int layerStart, int layerEnd, IntFunction<ShardWeights> layers) {
    try {
      Path folder = Files.createTempDirectory("peerz-fast-");
      ShardPack pack = new ShardPack(config, layerStart, layerEnd, folder, false);
      pack.write(layers);
      return pack;
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot make a folder for the fast engine: " + e.getMessage(), e);
    }
  }

  private void write(IntFunction<ShardWeights> layers) {
    try {
      Files.createDirectories(folder);
      Path weights = folder.resolve(WEIGHTS);
      if (!Files.exists(weights) || Files.size(weights) != layout.size()) {
        PackWriter.write(weights, layout, layerStart, layerEnd, layers);
      }
      Files.write(layersModel(), graph(false));
      Files.write(adaptedModel(), graph(true));
      if (layerEnd == config.geometry().layers()) {
        Files.write(headModel(), ShardGraph.ofHead(config, layout, WEIGHTS));
      }
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write the engine's files in " + folder + ": " + e.getMessage(), e);
    }
  }

  private byte[] graph(boolean hasAdapters) {
    return ShardGraph.ofLayers(config, layerStart, layerEnd, layout, WEIGHTS, hasAdapters);
  }

  ModelConfig config() {
    return config;
  }

  int layerStart() {
    return layerStart;
  }

  int layerEnd() {
    return layerEnd;
  }

  Path layersModel() {
    return folder.resolve(LAYERS);
  }

  /** The layers with adapters as inputs. */
  Path adaptedModel() {
    return folder.resolve(ADAPTED);
  }

  Path headModel() {
    return folder.resolve(HEAD);
  }

  /** Valid until the pack is closed; only of a shard that begins the model. */
  EmbeddingTable embedding() {
    try (FileChannel channel = FileChannel.open(folder.resolve(WEIGHTS))) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, layout.size(), arena);
      return new EmbeddingTable(file, layout, config.geometry().dModel());
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot map the engine's weights: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    arena.close();
    if (!isKept) {
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> innerFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innerFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
