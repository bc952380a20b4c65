package io.peerz.node.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.blob.BlobStore;
import io.peerz.inference.weights.ImportedFolder;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeBlobsTest {
  private static final Path PEBBLE = Path.of("../models/pebble-1.6m");

  @TempDir private Path folder;

  @Test
  void aNodeOffersItsModelBesideTheBlobsOfJobs() {
    ModelFolder model =
        ImportedFolder.make(PEBBLE, folder.resolve("pebble"), Optional.empty(), _ -> {});
    BlobStore jobs = new BlobStore(folder.resolve("blobs"));
    Digest blob = jobs.put(new byte[] {1, 2, 3});
    Digest modelId = model.manifest().modelId();
    NodeBlobs blobs = new NodeBlobs(jobs);

    assertThatThrownBy(() -> blobs.describe(modelId)) // not hashed yet
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    blobs.offer(model);

    assertThat(blobs.describe(modelId).chunks()).isEqualTo(1);
    assertThat(ModelListing.parse(blobs.read(modelId, 0, 1)).files())
        .containsKeys("config.json", "edges.safetensors", "layer-0003.safetensors");
    assertThat(blobs.read(blob, 0, 1)).containsExactly(1, 2, 3);
  }

  @Test
  void aModelInOneFileIsNotOffered() {
    BlobStore jobs = new BlobStore(folder.resolve("blobs"));
    ModelFolder model = ModelFolder.open(PEBBLE);
    NodeBlobs blobs = NodeBlobs.of(jobs, model);
    assertThatThrownBy(() -> blobs.describe(model.manifest().modelId()))
        .isInstanceOf(PeerzException.class);
  }
}
