package io.peerz.finetune.duty;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.inference.wire.NodeAddress;
import java.util.List;

/** Who may hold a blob that {@code first} is said to serve: that holder, then others to try. */
@FunctionalInterface
public interface BlobHolders {
  List<BlobSource> startingWith(NodeAddress first);
}
