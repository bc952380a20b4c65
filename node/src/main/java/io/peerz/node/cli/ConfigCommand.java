package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings.Resolved;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz config}: what the settings are and where each came from. */
@Command(
    name = "config",
    description = "Settings and where each comes from.",
    subcommands = ConfigCommand.Show.class)
public final class ConfigCommand {
  private ConfigCommand() {}

  @Command(name = "show", description = "Print every setting.")
  static final class Show extends PeerzAction {
    @Option(names = "--origin", description = "also print where each value came from")
    private boolean origin;

    @Override
    protected int run(Cli cli) {
      List<Resolved> all = Arrays.stream(SettingKey.values()).map(cli.settings()::resolve).toList();
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Resolved setting : all) {
        fields.put(
            setting.key().word(), Map.of("value", setting.value(), "origin", setting.origin()));
      }
      cli.print(
          "config", fields, () -> all.stream().map(this::line).collect(Collectors.joining("\n")));
      return ExitCodes.OK;
    }

    private String line(Resolved setting) {
      String assignment = "%s = \"%s\"".formatted(setting.key().word(), setting.value());
      return origin ? "%-40s # %s".formatted(assignment, setting.origin()) : assignment;
    }
  }
}
