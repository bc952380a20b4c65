package io.peerz.devnet.chain;

import io.peerz.proof.id.Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.utils.Numeric;
import tools.jackson.databind.json.JsonMapper;

/**
 * The genesis file of a Besu QBFT chain: free gas, all forks up to Osaka, one block each second.
 */
final class QbftGenesis {
  /**
   * "istanbul" in the header's mix hash marks a block made by byzantine fault tolerant validators.
   */
  private static final String BFT_MIX_HASH =
      "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";

  private static final String GAS_LIMIT = "0x2faf080"; // 50 million

  private QbftGenesis() {}

  /**
   * @param createdAtSeconds becomes the time of block 0, so that every new chain has a genesis hash
   *     of its own
   */
  static String json(DevGenesis genesis, List<Address> validators, long createdAtSeconds) {
    Map<String, Object> file = new TreeMap<>();
    file.put("config", config(genesis.chainId()));
    file.put("alloc", alloc(genesis));
    file.put("extraData", extraData(validators));
    file.put("timestamp", "0x" + Long.toHexString(createdAtSeconds));
    file.put("nonce", "0x0");
    file.put("difficulty", "0x1");
    file.put("gasLimit", GAS_LIMIT);
    file.put("mixHash", BFT_MIX_HASH);
    file.put("coinbase", Address.ZERO.hex());
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(file);
  }

  private static Map<String, Object> config(long chainId) {
    Map<String, Object> qbft =
        Map.of("blockperiodseconds", 1, "epochlength", 30_000, "requesttimeoutseconds", 2);
    Map<String, Object> config =
        new TreeMap<>(Map.of("chainId", chainId, "zeroBaseFee", true, "qbft", qbft));
    config.put("londonBlock", 0);
    for (String fork : List.of("shanghai", "cancun", "prague", "osaka")) {
      config.put(fork + "Time", 0);
    }
    return config;
  }

  private static Map<String, Object> alloc(DevGenesis genesis) {
    Map<String, Object> alloc = new TreeMap<>();
    for (Address account : genesis.funded()) {
      alloc.put(
          account.hex().substring(2), Map.of("balance", "0x" + genesis.balanceWei().toString(16)));
    }
    return alloc;
  }

  /**
   * RLP of [32 bytes vanity, validators, votes, round, seals]; the last three are empty in a
   * genesis block.
   */
  static String extraData(List<Address> validators) {
    RlpList addresses =
        new RlpList(
            validators.stream()
                .sorted()
                .map(a -> (org.web3j.rlp.RlpType) RlpString.create(a.bytes()))
                .toList());
    RlpList all =
        new RlpList(
            Arrays.asList(
                RlpString.create(new byte[32]),
                addresses,
                new RlpList(),
                RlpString.create(new byte[0]),
                new RlpList()));
    return Numeric.toHexString(RlpEncoder.encode(all));
  }
}
