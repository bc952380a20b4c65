package io.peerz.node.cli;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune watch}: a job's events as they happen, until it ends. */
@Command(name = "watch", description = "Show a job's rounds as they are settled.")
final class FinetuneWatch extends GatewayAction {
  @Parameters(paramLabel = "ID", description = "the job")
  private String id;

  @Override
  protected int run(Cli cli) {
    return follow(cli, gateway(cli), id);
  }

  /** OK when the job ended with an adapter, or was called off. */
  static int follow(Cli cli, ApiClient gateway, String id) {
    gateway.events(
        "/v1/fine_tuning/jobs/" + id + "/events?stream=true",
        event ->
            cli.terminal()
                .result(cli.json() ? event.toString() : event.path("message").asString()));
    JsonNode job = gateway.get("/v1/fine_tuning/jobs/" + id);
    if (job.path("status").asString().equals("failed")) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, job.path("error").path("message").asString());
    }
    if (!job.path("fine_tuned_model").isNull() && !cli.json()) {
      cli.terminal()
          .result(
              "✔ next: peerz chat %s -m \"…\", or peerz finetune adapter download %s --out adapter"
                  .formatted(job.path("fine_tuned_model").asString(), id));
    }
    return ExitCodes.OK;
  }
}
