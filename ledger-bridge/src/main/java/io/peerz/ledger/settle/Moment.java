package io.peerz.ledger.settle;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import java.math.BigInteger;

/**
 * Where the chain stands at one look.
 *
 * @param blocksIntoEpoch blocks of the present epoch that are behind us
 */
record Moment(long epoch, long blocksIntoEpoch, long head, long timeSeconds) {
  static Moment of(ChainClient chain) {
    Contracts contracts = chain.contracts();
    long epoch = chain.currentEpoch();
    long head = chain.head();
    long first =
        contracts
            .read(contracts.epochManager().firstBlock(BigInteger.valueOf(epoch)))
            .longValueExact();
    return new Moment(epoch, head - first, head, chain.headTimeSeconds());
  }
}
