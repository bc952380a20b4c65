package io.peerz.finetune.job;

import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Everything a node needs to join a job, as one blob. The chain holds the base model, the recipe's
 * hash, both data roots and the first adapter's root, so a manifest that differs is noticed.
 *
 * @param baseModel model id of the base
 * @param recipe how to train
 * @param adapterRoot root of the adapter state before round 0
 * @param adapterBlob safetensors file with that adapter
 * @param train slices to train on
 * @param heldOut slices to measure with, at least as many as a round measures on
 */
public record JobManifest(
    Digest baseModel,
    Recipe recipe,
    Digest adapterRoot,
    Digest adapterBlob,
    List<SliceRef> train,
    List<SliceRef> heldOut) {
  /** Largest manifest that anybody reads. */
  public static final long MAX_BYTES = 4L << 20;

  /** "PZJ1" */
  private static final int MAGIC = 0x505A4A31;

  private static final int MAX_SLICES = 1 << 16;

  public JobManifest {
    Objects.requireNonNull(baseModel);
    Objects.requireNonNull(adapterRoot);
    Objects.requireNonNull(adapterBlob);
    train = List.copyOf(train);
    heldOut = List.copyOf(heldOut);
    requireSlices("train slices", train, recipe.slicesPerUnit());
    requireSlices("held-out slices", heldOut, recipe.slicesPerMeasurement());
  }

  private static void requireSlices(String name, List<SliceRef> slices, int atLeast) {
    Require.range(ErrorCode.BAD_REQUEST, "number of " + name, slices.size(), atLeast, MAX_SLICES);
  }

  /** Merkle root over the train slices, as on chain. */
  public Digest trainRoot() {
    return root(train);
  }

  /** Merkle root over the held-out slices, as on chain. */
  public Digest heldOutRoot() {
    return root(heldOut);
  }

  private static Digest root(List<SliceRef> slices) {
    return RowTree.rootOf(slices.stream().map(SliceRef::encode).toList());
  }

  public byte[] encode() {
    byte[] encodedRecipe = recipe.encode();
    Encoder out = new Encoder();
    out.fixed(4).putInt(MAGIC);
    out.digest(baseModel);
    out.bytes(encodedRecipe);
    out.digest(adapterRoot);
    out.digest(adapterBlob);
    out.fixed(8).putInt(train.size()).putInt(heldOut.size());
    train.forEach(slice -> out.bytes(slice.encode()));
    heldOut.forEach(slice -> out.bytes(slice.encode()));
    return out.bytes();
  }

  /** Reads a stranger's manifest. */
  public static JobManifest decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Decoder from = new Decoder("job manifest", in);
    from.magic(MAGIC);
    Digest baseModel = from.digest();
    Recipe recipe = Recipe.decode(in);
    Digest adapterRoot = from.digest();
    Digest adapterBlob = from.digest();
    int train = from.count("number of train slices", 1, MAX_SLICES);
    int heldOut = from.count("number of held-out slices", 1, MAX_SLICES);
    JobManifest manifest =
        new JobManifest(
            baseModel,
            recipe,
            adapterRoot,
            adapterBlob,
            slices(from, train),
            slices(from, heldOut));
    from.end();
    return manifest;
  }

  private static List<SliceRef> slices(Decoder from, int count) {
    List<SliceRef> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slices.add(SliceRef.decode(from));
    }
    return slices;
  }
}
