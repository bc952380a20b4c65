package io.peerz.node.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune cancel}: between two rounds; the rest of the money returns. */
@Command(name = "cancel", description = "Call a job off; what is not spent returns.")
final class FinetuneCancel extends GatewayAction {
  @Parameters(paramLabel = "ID", description = "the job")
  private String id;

  @Override
  protected int run(Cli cli) {
    JsonNode job = gateway(cli).post("/v1/fine_tuning/jobs/" + id + "/cancel", "{}");
    cli.print(
        "finetune.cancel",
        Map.of("id", id, "status", job.path("status").asString()),
        () ->
            "✔ %s %s; the rest is back in the wallet".formatted(id, job.path("status").asString()));
    return ExitCodes.OK;
  }
}
