package io.peerz.node.models;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All blobs of a node: those of its jobs, and the files of its model once they are hashed, which a
 * thread of its own does from the start. Thread-safe.
 */
public final class NodeBlobs implements BlobSource {
  private static final Logger LOG = LoggerFactory.getLogger(NodeBlobs.class);

  private final BlobSource jobs;
  private volatile Optional<ModelCatalog> catalog = Optional.empty();

  /** Offers no model yet. */
  NodeBlobs(BlobSource jobs) {
    this.jobs = jobs;
  }

  /** Begins to hash the model's files, if they lie one per layer. */
  public static NodeBlobs of(BlobSource jobs, ModelFolder model) {
    NodeBlobs blobs = new NodeBlobs(jobs);
    if (ModelCatalog.isByLayers(model)) {
      Thread.ofPlatform().daemon().name("model-catalog").start(() -> blobs.offer(model));
    }
    return blobs;
  }

  /** Hashes the model's files, then offers them. */
  void offer(ModelFolder folder) {
    try {
      catalog = Optional.of(ModelCatalog.of(folder));
    } catch (PeerzException e) {
      LOG.warn("the model's layers are not offered to other nodes: {}", e.getMessage());
    }
  }

  private BlobSource holder(Digest root) {
    Optional<ModelCatalog> ready = catalog.filter(files -> files.holds(root));
    return ready.isPresent() ? ready.get() : jobs;
  }

  @Override
  public String name() {
    return jobs.name();
  }

  @Override
  public ChunkList describe(Digest root) {
    return holder(root).describe(root);
  }

  @Override
  public byte[] read(Digest root, int chunkStart, int chunks) {
    return holder(root).read(root, chunkStart, chunks);
  }
}
