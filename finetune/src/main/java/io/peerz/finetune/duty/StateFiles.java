package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.DurableFiles;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Adapter states on disk: adapter and velocity as two safetensors parts of one file. */
final class StateFiles {
  private final NodeFolder folder;

  StateFiles(NodeFolder folder) {
    this.folder = folder;
  }

  /** The state with this root; a damaged file counts as none. */
  Optional<AdapterState> find(Digest jobId, Digest root) {
    return DurableFiles.read(file(jobId, root))
        .map(StateFiles::decode)
        .filter(state -> state.root().equals(root));
  }

  void keep(Digest jobId, AdapterState state) {
    byte[] adapter = part(state.adapter());
    byte[] velocity = part(state.velocity());
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + adapter.length + velocity.length);
    out.putInt(adapter.length).put(adapter).put(velocity);
    DurableFiles.write(file(jobId, state.root()), out.array());
  }

  private static byte[] part(ParameterSet parameters) {
    return SafeTensors.encode(parameters, SafeTensors.Type.F32, Map.of());
  }

  private static AdapterState decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] adapter = new byte[in.getInt()];
    in.get(adapter);
    byte[] velocity = new byte[in.remaining()];
    in.get(velocity);
    return AdapterState.of(SafeTensors.decode(adapter), SafeTensors.decode(velocity));
  }

  private Path file(Digest jobId, Digest root) {
    return folder.job(jobId).resolve("states").resolve(root.hex().substring(2));
  }
}
