package io.peerz.inference.evidence;

import com.google.protobuf.ByteString;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.ShardClients;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.Optional;

/**
 * What another node kept, asked of that node. It proves itself: every chunk must be of the receipt
 * that was asked for, and the rows must hash to what the receipt names. Blocking.
 */
public final class RemoteWork {
  private final ShardClients clients;
  private final Domain ledger;
  private final Duration timeout;

  /** Gives each answer {@code timeout} to arrive. */
  public RemoteWork(ShardClients clients, Domain ledger, Duration timeout) {
    this.clients = clients;
    this.ledger = ledger;
    this.timeout = timeout;
  }

  /**
   * The chunk of a receipt with its session until there; empty if the node has not kept a part.
   *
   * @throws PeerzException PEER_UNREACHABLE, or PEER_MISBEHAVED for anything that is not what the
   *     receipt names
   */
  public Optional<Work> work(NodeAddress node, Digest digest) {
    return Work.collect(digest, ledger, wanted -> find(node, wanted));
  }

  private Optional<KeptChunk> find(NodeAddress node, Digest digest) {
    try {
      KeptChunk chunk = KeptChunkCodec.decode(download(node, digest));
      Require.that(
          ledger.digestOf(chunk.receipt().structHash()).equals(digest),
          ErrorCode.PEER_MISBEHAVED,
          "node " + node + " showed a chunk of another receipt");
      return Optional.of(chunk);
    } catch (PeerzException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private byte[] download(NodeAddress node, Digest digest) {
    Frames.KeptReply reply = clients.kept(node, digest, 0, timeout);
    int total = reply.getTotalBytes();
    Require.range(
        ErrorCode.PEER_MISBEHAVED, "bytes of a kept chunk", total, 1, KeptChunkCodec.MAX_BYTES);
    ByteString all = reply.getData();
    while (all.size() < total) {
      reply = clients.kept(node, digest, all.size(), timeout);
      Require.that(
          reply.getTotalBytes() == total && !reply.getData().isEmpty(),
          ErrorCode.PEER_MISBEHAVED,
          "node " + node + " showed a chunk that changes");
      all = all.concat(reply.getData());
    }
    return all.toByteArray();
  }
}
