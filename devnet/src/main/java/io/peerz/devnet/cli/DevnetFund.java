package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz devnet fund}: gives somebody money of the devnet. */
@Command(name = "fund", description = "Give an account tokens or gas money.")
final class DevnetFund extends PeerzAction {
  @Parameters(
      index = "0",
      paramLabel = "NAME|ADDR",
      description = "an account of this data folder, or an address")
  private String to;

  @Parameters(index = "1", paramLabel = "AMOUNT", description = "for instance 12.5")
  private String amount;

  @Option(
      names = "--token",
      paramLabel = "prz|eth",
      description = "which money",
      defaultValue = "prz")
  private String token;

  @Override
  protected int run(Cli cli) {
    RunningNetwork.of(cli);
    Address receiver = to.startsWith("0x") ? Address.ofHex(to) : cli.accounts().address(to);
    BigInteger wei = Amounts.toWei(amount);
    try (NetworkAccess network = cli.network()) {
      TransactionSender sender = network.sendAs(DevKeys.of(DevAccounts.DEPLOYER));
      ConfirmedTx done = send(network, sender, receiver, wei);
      cli.print(
          "devnet.fund",
          Map.of(
              "to",
              receiver.checksum(),
              "amount",
              wei.toString(),
              "unit",
              "wei of " + token,
              "transaction",
              done.hash().hex()),
          () ->
              "✔ "
                  + amount
                  + " "
                  + token
                  + " to "
                  + receiver.checksum()
                  + " (tx "
                  + done.hash().hex()
                  + ")");
    }
    return ExitCodes.OK;
  }

  private ConfirmedTx send(
      NetworkAccess network, TransactionSender sender, Address receiver, BigInteger wei) {
    return switch (token) {
      case "prz" -> new TokenDesk(network.chain(), sender).transfer(receiver, wei);
      case "eth" -> sender.send(PreparedCall.transfer(Intents.unique("fund"), receiver, wei));
      default ->
          throw new PeerzException(
              ErrorCode.BAD_REQUEST, "unknown token '" + token + "'; use prz or eth");
    };
  }
}
