package io.peerz.node.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code peerz doctor}: looks at what usually goes wrong, and says what to do. */
@Command(name = "doctor", description = "Check Java, keys, data folder, chain and clock.")
public final class DoctorCommand extends PeerzAction {
  @Override
  protected int run(Cli cli) {
    List<Finding> findings = new Examination(cli).all();
    cli.print(
        "doctor",
        Map.of("findings", findings.stream().map(Finding::fields).toList()),
        () -> findings.stream().map(Finding::line).collect(Collectors.joining("\n")));
    return findings.stream().allMatch(Finding::ok) ? ExitCodes.OK : ExitCodes.UNHEALTHY;
  }

  /** One thing that was looked at. */
  record Finding(String what, boolean ok, String detail) {
    Map<String, Object> fields() {
      return Map.of("what", what, "ok", ok, "detail", detail);
    }

    String line() {
      return "%s %-12s %s".formatted(ok ? "✔" : "✖", what, detail);
    }
  }
}
