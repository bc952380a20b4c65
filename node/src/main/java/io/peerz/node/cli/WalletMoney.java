package io.peerz.node.cli;

import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The wallet commands that speak to a chain. */
final class WalletMoney {
  private WalletMoney() {}

  /** An address as it stands, or that of a named account. */
  static Address addressOf(Cli cli, String nameOrAddress) {
    return nameOrAddress.startsWith("0x")
        ? Address.ofHex(nameOrAddress)
        : cli.accounts().address(nameOrAddress);
  }

  @Command(name = "balance", description = "What an account holds.")
  static final class Balance extends PeerzAction {
    @Parameters(arity = "0..1", paramLabel = "NAME|ADDRESS")
    private String who;

    @Override
    protected int run(Cli cli) {
      Address address = addressOf(cli, who == null ? cli.accountName() : who);
      try (NetworkAccess network = cli.network()) {
        BigInteger tokens = network.chain().tokenBalanceWei(address);
        BigInteger coins = network.chain().balanceWei(address);
        cli.print(
            "wallet.balance",
            Map.of(
                "address", address.checksum(),
                "prz", tokens.toString(),
                "eth", coins.toString(),
                "unit", "wei"),
            () ->
                "%s  %s PRZ  %s ETH"
                    .formatted(address.checksum(), Amounts.exact(tokens), Amounts.exact(coins)));
      }
      return ExitCodes.OK;
    }
  }

  @Command(name = "send", description = "Send PRZ, or the chain's own coin.")
  static final class Send extends PeerzAction {
    @Parameters(index = "0", paramLabel = "TO", description = "address, or name of an account")
    private String to;

    @Parameters(index = "1", paramLabel = "AMOUNT")
    private String amount;

    @Option(
        names = "--token",
        paramLabel = "prz|eth",
        defaultValue = "prz",
        description = "what to send (default: prz)")
    private String token;

    @Override
    protected int run(Cli cli) {
      Address target = addressOf(cli, to);
      BigInteger wei = Amounts.toWei(amount);
      boolean coin = isCoin();
      String unit = coin ? "ETH" : "PRZ";
      SigningKey key = cli.unlock(cli.accountName());
      try (NetworkAccess network = cli.network()) {
        cli.confirm(
            "Send %s %s from account %s %s to %s on %s"
                .formatted(
                    Amounts.exact(wei),
                    unit,
                    cli.accountName(),
                    key.address().checksum(),
                    target.checksum(),
                    network.network().name()));
        TransactionSender sender = network.sendAs(key);
        ConfirmedTx done =
            coin ? sendCoin(sender, target, wei) : sendTokens(network, sender, target, wei);
        Done.print(cli, "wallet.sent", "sent %s %s".formatted(Amounts.exact(wei), unit), done);
      }
      return ExitCodes.OK;
    }

    private boolean isCoin() {
      return switch (token) {
        case "prz" -> false;
        case "eth" -> true;
        default ->
            throw new PeerzException(
                ErrorCode.BAD_REQUEST, "token '%s' is unknown; use prz or eth".formatted(token));
      };
    }

    private static ConfirmedTx sendCoin(TransactionSender sender, Address target, BigInteger wei) {
      return sender.send(PreparedCall.transfer(Intents.unique("send"), target, wei));
    }

    private static ConfirmedTx sendTokens(
        NetworkAccess network, TransactionSender sender, Address target, BigInteger wei) {
      return new TokenDesk(network.chain(), sender).transfer(target, wei);
    }
  }
}
