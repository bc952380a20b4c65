package io.peerz.finetune.adapter;

import io.peerz.proof.id.Digest;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an adapter comes from, kept as strings in the file's metadata, which PEFT ignores.
 *
 * @param baseModel model id of the base
 * @param jobId the job that made it
 * @param round number of rounds behind it
 * @param parentRoot root of the adapter before the last round
 * @param root root of this adapter
 */
public record AdapterLineage(
    Digest baseModel, Digest jobId, int round, Digest parentRoot, Digest root) {

  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    metadata.put("peerz.base_model", baseModel.hex());
    metadata.put("peerz.job", jobId.hex());
    metadata.put("peerz.round", Integer.toString(round));
    metadata.put("peerz.parent_root", parentRoot.hex());
    metadata.put("peerz.root", root.hex());
    return metadata;
  }

  static AdapterLineage of(Map<String, String> metadata) {
    try {
      return new AdapterLineage(
          digest(metadata, "peerz.base_model"),
          digest(metadata, "peerz.job"),
          Integer.parseInt(metadata.getOrDefault("peerz.round", "")),
          digest(metadata, "peerz.parent_root"),
          digest(metadata, "peerz.root"));
    } catch (NumberFormatException e) {
      throw PeftAdapter.refused("its metadata names no round");
    }
  }

  private static Digest digest(Map<String, String> metadata, String key) {
    String hex = metadata.get(key);
    if (hex == null) {
      throw PeftAdapter.refused("its metadata lacks '" + key + "'");
    }
    return Digest.ofHex(hex);
  }
}
