package io.peerz.devnet.demo;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who owns which tokens at one moment, read from the token contract.
 *
 * @param payoutsWei of each node, by its name
 * @param channelsWei deposits that payment channels hold
 * @param poolWei rebates that are not given out yet
 * @param supplyWei all tokens there are; burning makes it smaller
 */
record Holdings(
    BigInteger walletWei,
    Map<String, BigInteger> payoutsWei,
    BigInteger channelsWei,
    BigInteger poolWei,
    BigInteger supplyWei) {

  static Holdings read(ChainClient chain, Address wallet, Map<String, Address> payouts) {
    Deployment deployment = chain.contracts().deployment();
    Map<String, BigInteger> earned = new LinkedHashMap<>();
    payouts.forEach((name, account) -> earned.put(name, chain.tokenBalanceWei(account)));
    return new Holdings(
        chain.tokenBalanceWei(wallet),
        earned,
        chain.tokenBalanceWei(deployment.paymentChannels()),
        chain.tokenBalanceWei(deployment.contributionLedger()),
        chain.contracts().read(chain.contracts().token().totalSupply()));
  }
}
