package io.peerz.node.serve;

import io.peerz.inference.serve.ServedShard;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.ledger.registry.RegisteredShard;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells the chain where a running node listens and what it offers, when that is not what the chain
 * says already. Uses the node's own key. Blocking.
 */
final class Announcer {
  private static final Duration VALID_FOR = Duration.ofDays(30);
  private static final Duration RENEW_BEFORE = Duration.ofDays(7);

  private final ChainClient chain;
  private final NodeDirectory directory;
  private final StakeDesk desk;
  private final OperatorLog log;

  Announcer(ChainClient chain, TransactionSender sender, SigningKey signer, OperatorLog log) {
    this.chain = chain;
    this.directory = new NodeDirectory(chain);
    this.desk = new StakeDesk(chain, sender, signer);
    this.log = log;
  }

  void announce(Digest nodeId, String endpoint, Digest spkiHash, Optional<ServedShard> served) {
    RegisteredNode known =
        directory
            .byId(nodeId, served.map(ServedShard::modelId).orElse(Digest.ZERO))
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.NOT_FOUND, "the node has left the registry; register it anew"));
    if (!known.endpoint().toString().equals(endpoint) || !known.spkiHash().equals(spkiHash)) {
      desk.setEndpoint(nodeId, endpoint, spkiHash);
      log.endpointAnnounced(endpoint);
    }
    served.ifPresent(shard -> announce(known, shard));
  }

  private void announce(RegisteredNode known, ServedShard served) {
    if (known.shards().stream().noneMatch(shard -> saysTheSame(shard, served))) {
      desk.announceShard(known.nodeId(), offer(served));
      log.shardAnnounced(served.id());
    }
  }

  private boolean saysTheSame(RegisteredShard shard, ServedShard served) {
    long renewAt = chain.headTimeSeconds() + RENEW_BEFORE.toSeconds();
    return shard.shard().equals(served.id())
        && shard.profile() == served.engine().geometry().profile()
        && shard.pricePerGcuWei().equals(served.pricePerGcuWei())
        && shard.validUntilSeconds() > renewAt;
  }

  private RegisteredShard offer(ServedShard served) {
    return new RegisteredShard(
        served.modelId(),
        served.engine().layerStart(),
        served.engine().layerEnd(),
        served.engine().geometry().profile(),
        served.pricePerGcuWei(),
        chain.headTimeSeconds() + VALID_FOR.toSeconds());
  }
}
