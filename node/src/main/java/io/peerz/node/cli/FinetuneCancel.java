package io.peerz.node.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune cancel}: a round under way is the last; the rest of the money returns. */
@Command(name = "cancel", description = "Call a job off; what is not spent returns.")
final class FinetuneCancel extends GatewayAction {
  @Parameters(paramLabel = "ID", description = "the job")
  private String id;

  @Override
  protected int run(Cli cli) {
    JsonNode job = gateway(cli).post("/v1/fine_tuning/jobs/" + id + "/cancel", "{}");
    String status = job.path("status").asString();
    cli.print("finetune.cancel", Map.of("id", id, "status", status), () -> text(status));
    return ExitCodes.OK;
  }

  private String text(String status) {
    return status.equals("cancelled")
        ? "✔ %s cancelled; the rest is back in the wallet".formatted(id)
        : "✔ %s ends with the round under way, which is paid; then the rest returns. Next: peerz finetune watch %s"
            .formatted(id, id);
  }
}
