package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.NodePlan;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.units.Amounts;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Hex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz devnet accounts}: who has what. */
@Command(name = "accounts", description = "The accounts of the network and what they own.")
final class DevnetAccounts extends PeerzAction {
  private static final int ANY_LAYERS = 2;

  @Option(
      names = "--show-keys",
      description = "print the private keys, which everybody knows anyway")
  private boolean showKeys;

  @Override
  protected int run(Cli cli) {
    List<String> running =
        RunningNetwork.of(cli).processes().stream().map(ProcessRecord::name).toList();
    List<NodePlan> nodes =
        NodePlan.halves(NodePlan.MAX_NODES, ANY_LAYERS).stream()
            .filter(node -> running.contains(node.name()))
            .toList();
    List<Map<String, String>> all = new ArrayList<>();
    try (NetworkAccess network = cli.network()) {
      for (String name : DevAccounts.people(nodes)) {
        all.add(account(name, network.chain()));
      }
    }
    cli.print("devnet.accounts", Map.of("accounts", all, "unit", "PRZ and ETH"), () -> text(all));
    return ExitCodes.OK;
  }

  private Map<String, String> account(String name, ChainClient chain) {
    Address address = DevKeys.of(name).address();
    Map<String, String> account = new LinkedHashMap<>();
    account.put("name", name);
    account.put("address", address.checksum());
    account.put("prz", Amounts.exact(chain.tokenBalanceWei(address)));
    account.put("eth", Amounts.exact(chain.balanceWei(address)));
    if (showKeys) {
      account.put("privateKey", Hex.encode(DevKeys.of(name).exportSecret()));
    }
    return account;
  }

  private static String text(List<Map<String, String>> accounts) {
    List<String> lines = new ArrayList<>();
    for (Map<String, String> a : accounts) {
      String line =
          String.format(
              "%-10s %s  %s PRZ  %s ETH",
              a.get("name"), a.get("address"), a.get("prz"), a.get("eth"));
      lines.add(a.containsKey("privateKey") ? line + "  " + a.get("privateKey") : line);
    }
    return String.join("\n", lines);
  }
}
