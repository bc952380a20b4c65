package io.peerz.devnet.network;

import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;

/** Where the contracts of a network are, before anybody knows in which block they were mined. */
record DeployedAddresses(
    Address token,
    Address accessManager,
    Address epochManager,
    Address modelRegistry,
    Address nodeRegistry,
    Address paymentChannels,
    Address contributionLedger,
    Address committee,
    Address fineTuneMarket,
    Address disputeCourt) {

  Deployment minedIn(long chainId, long block, Digest genesisHash) {
    return new Deployment(
        chainId,
        token,
        accessManager,
        epochManager,
        modelRegistry,
        nodeRegistry,
        paymentChannels,
        contributionLedger,
        committee,
        fineTuneMarket,
        disputeCourt,
        block,
        genesisHash);
  }
}
