package io.peerz.node.cli;

import io.peerz.node.data.Accounts.Account;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.Keystore;
import io.peerz.proof.sign.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz wallet}: the accounts of this data folder. */
@Command(
    name = "wallet",
    description = "Accounts: create, import, list, look at a balance, send.",
    subcommands = {
      WalletCommand.New.class,
      WalletCommand.Import.class,
      WalletCommand.ListAll.class,
      WalletMoney.Balance.class,
      WalletMoney.Send.class
    })
public final class WalletCommand {
  private WalletCommand() {}

  @Command(name = "new", description = "Create an account, encrypted with a password.")
  static final class New extends PeerzAction {
    @Parameters(arity = "0..1", defaultValue = "default", paramLabel = "NAME")
    private String name;

    @Override
    protected int run(Cli cli) {
      SigningKey key = SigningKey.generate(new SecureRandom());
      return created(cli, name, cli.accounts().create(name, key, cli.password(name)));
    }
  }

  @Command(name = "import", description = "Import a key from standard input or a keystore file.")
  static final class Import extends PeerzAction {
    @Parameters(arity = "0..1", defaultValue = "default", paramLabel = "NAME")
    private String name;

    @ArgGroup(multiplicity = "1")
    private Source source;

    static final class Source {
      @Option(
          names = "--private-key-stdin",
          required = true,
          description = "read 64 hex digits from standard input")
      private boolean stdin;

      @Option(
          names = "--from-file",
          required = true,
          paramLabel = "FILE",
          description = "a Web3 Secret Storage V3 file")
      private Path file;
    }

    @Override
    protected int run(Cli cli) {
      char[] password = cli.password(name);
      SigningKey key =
          source.stdin
              ? keyOf(cli.terminal().readLine())
              : Keystore.decrypt(SecretFiles.read(source.file), password);
      return created(cli, name, cli.accounts().create(name, key, password));
    }

    private static SigningKey keyOf(String hex) {
      String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
      if (digits.length() != 64 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST, "standard input is not a private key of 64 hex digits");
      }
      return SigningKey.of(HexFormat.of().parseHex(digits));
    }
  }

  @Command(name = "list", description = "Accounts in this data folder.")
  static final class ListAll extends PeerzAction {
    @Override
    protected int run(Cli cli) {
      List<Account> accounts = cli.accounts().list();
      cli.print(
          "wallet.list",
          Map.of(
              "accounts",
              accounts.stream()
                  .map(a -> Map.of("name", a.name(), "address", a.address().checksum()))
                  .toList()),
          () ->
              accounts.isEmpty()
                  ? "no accounts yet; create one with: peerz wallet new"
                  : table(accounts));
      return ExitCodes.OK;
    }

    private static String table(List<Account> accounts) {
      return accounts.stream()
          .map(a -> "%-20s %s".formatted(a.name(), a.address().checksum()))
          .collect(Collectors.joining("\n"));
    }
  }

  private static int created(Cli cli, String name, Address address) {
    cli.print(
        "wallet.account",
        Map.of("name", name, "address", address.checksum()),
        () -> "account '%s' %s".formatted(name, address.checksum()));
    return ExitCodes.OK;
  }
}
