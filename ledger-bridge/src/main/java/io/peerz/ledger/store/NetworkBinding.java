package io.peerz.ledger.store;

import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Ties an outbox to one network, so that receipts of one never meet the contracts of another. */
public final class NetworkBinding {
  private record Network(long chainId, Digest genesisHash, Address ledger) {}

  private NetworkBinding() {}

  /** Writes the network into a fresh outbox and refuses another one ever after. */
  public static void check(Database database, Deployment deployment) {
    Network present =
        new Network(
            deployment.chainId(), deployment.genesisHash(), deployment.contributionLedger());
    Network stored = database.with(handle -> find(handle).orElseGet(() -> insert(handle, present)));
    if (!stored.equals(present)) {
      throw new PeerzException(
          ErrorCode.CHAIN_MISMATCH,
          "this data folder belongs to another network (chain "
              + stored.chainId
              + ", genesis "
              + stored.genesisHash.shortHex()
              + "); use that network again or a fresh data folder");
    }
  }

  private static Optional<Network> find(Handle handle) {
    return handle
        .createQuery("SELECT * FROM network")
        .map(
            (row, context) ->
                new Network(
                    row.getLong("chain_id"),
                    Digest.of(row.getBytes("genesis_hash")),
                    Address.of(row.getBytes("ledger_address"))))
        .findOne();
  }

  private static Network insert(Handle handle, Network network) {
    handle
        .createUpdate("INSERT INTO network VALUES (1, :chain, :genesis, :ledger)")
        .bind("chain", network.chainId)
        .bind("genesis", network.genesisHash.bytes())
        .bind("ledger", network.ledger.bytes())
        .execute();
    return network;
  }
}
