package io.peerz.node.cli;

import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.KeySpending;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz key}: bearer keys that spend from an account's gateway. */
@Command(
    name = "key",
    description = "Bearer keys for the gateway's API, each with a spending cap and an end.",
    subcommands = {KeyCommand.New.class, KeyCommand.ListAll.class, KeyCommand.Revoke.class})
public final class KeyCommand {
  private KeyCommand() {}

  private static Path folder(Cli cli) {
    return cli.home().gateway(cli.accountName());
  }

  @Command(name = "new", description = "Make a key; it is shown once.")
  static final class New extends PeerzAction {
    private static final int MOST_DAYS = 3_650;

    @Parameters(paramLabel = "NAME")
    private String name;

    @Option(
        names = "--cap",
        paramLabel = "PRZ",
        description = "most that it may spend",
        required = true)
    private String cap;

    @Option(
        names = "--days",
        paramLabel = "N",
        description = "how long it lives",
        defaultValue = "30")
    private int days;

    @Override
    protected int run(Cli cli) {
      Require.range(ErrorCode.BAD_REQUEST, "--days", days, 1, MOST_DAYS);
      Instant end = Instant.now().plus(Duration.ofDays(days));
      String key = new ApiKeys(folder(cli)).create(name, Amounts.toWei(cap), end.getEpochSecond());
      cli.print(
          "key.new",
          Map.of("name", name, "key", key, "expiresAtSeconds", end.getEpochSecond()),
          () ->
              key
                  + "\n(spends at most "
                  + cap
                  + " PRZ of "
                  + cli.accountName()
                  + ", for "
                  + days
                  + " days; it is not shown again)");
      return ExitCodes.OK;
    }
  }

  @Command(name = "list", description = "Which keys there are, and what they have spent.")
  static final class ListAll extends PeerzAction {
    @Override
    protected int run(Cli cli) {
      KeySpending spending = new KeySpending(folder(cli));
      List<Map<String, Object>> keys =
          new ApiKeys(folder(cli)).list().stream().map(key -> shape(key, spending)).toList();
      cli.print("key.list", Map.of("keys", keys, "unit", "wei"), () -> text(keys));
      return ExitCodes.OK;
    }

    private static Map<String, Object> shape(ApiKeys.ApiKey key, KeySpending spending) {
      Map<String, Object> shape = new LinkedHashMap<>();
      shape.put("name", key.name());
      shape.put("cap", key.capWei());
      shape.put("spent", spending.spentWei(key.hash()).toString());
      shape.put("expires", Instant.ofEpochSecond(key.expiresAtSeconds()).toString());
      return shape;
    }

    private static String text(List<Map<String, Object>> keys) {
      return keys.isEmpty()
          ? "no keys: everybody who reaches the gateway may use it"
          : keys.stream().map(ListAll::line).collect(Collectors.joining("\n"));
    }

    private static String line(Map<String, Object> key) {
      return "%-16s spent %s of %s PRZ, until %s"
          .formatted(
              key.get("name"),
              Amounts.brief(new BigInteger(key.get("spent").toString())),
              Amounts.brief(new BigInteger(key.get("cap").toString())),
              key.get("expires"));
    }
  }

  @Command(name = "revoke", description = "End a key now.")
  static final class Revoke extends PeerzAction {
    @Parameters(paramLabel = "NAME")
    private String name;

    @Override
    protected int run(Cli cli) {
      new ApiKeys(folder(cli)).revoke(name);
      cli.print("key.revoke", Map.of("name", name), () -> "✔ " + name + " is revoked");
      return ExitCodes.OK;
    }
  }
}
