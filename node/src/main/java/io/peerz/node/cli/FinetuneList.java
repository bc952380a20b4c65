package io.peerz.node.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune list}. */
@Command(name = "list", description = "Jobs that were submitted through this gateway.")
final class FinetuneList extends GatewayAction {
  private static final int MOST = 100;

  @Override
  protected int run(Cli cli) {
    JsonNode page = gateway(cli).get("/v1/fine_tuning/jobs?limit=" + MOST);
    List<Map<String, Object>> jobs = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (JsonNode job : page.path("data")) {
      String adapter = job.path("peerz").path("adapter").asString();
      jobs.add(
          Map.of(
              "id", job.path("id").asString(),
              "status", job.path("status").asString(),
              "adapter", adapter));
      text.append(
          "%s  %-9s  %d of %d rounds  %s%n"
              .formatted(
                  job.path("id").asString(),
                  job.path("status").asString(),
                  job.path("peerz").path("rounds").size(),
                  job.path("hyperparameters").path("n_epochs").asInt(),
                  adapter));
    }
    cli.print(
        "finetune.list",
        Map.of("jobs", jobs),
        () -> text.isEmpty() ? "no jobs yet" : text.toString().stripTrailing());
    return ExitCodes.OK;
  }
}
