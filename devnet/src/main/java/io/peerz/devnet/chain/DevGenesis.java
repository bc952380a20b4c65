package io.peerz.devnet.chain;

import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What every chain of ours starts from, whatever program runs it.
 *
 * @param funded accounts that own ether from the first block on
 * @param balanceWei what each of them owns
 */
public record DevGenesis(long chainId, List<Address> funded, BigInteger balanceWei) {
  public static final long CHAIN_ID = 20_711;

  /** A million ether: enough for any day of development. */
  private static final BigInteger BALANCE_WEI = BigInteger.TEN.pow(24);

  public DevGenesis {
    funded = List.copyOf(funded);
  }

  public static DevGenesis funding(List<Address> accounts) {
    return new DevGenesis(CHAIN_ID, accounts, BALANCE_WEI);
  }

  /**
   * The same text for the same genesis; kept beside the data so that another genesis is noticed.
   */
  String fingerprint() {
    String accounts = funded.stream().map(Address::hex).collect(Collectors.joining(","));
    return "chain " + chainId + "\nbalance " + balanceWei + "\nfunded " + accounts + "\n";
  }
}
