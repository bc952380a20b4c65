package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.proof.error.PeerzException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune submit}: upload, estimate, agree, fund and post. */
@Command(name = "submit", description = "Fund and post a job, after showing what it may cost.")
final class FinetuneSubmit extends GatewayAction {
  @Mixin private JobOptions job;

  @Option(names = "--follow", description = "watch the job until it ends")
  private boolean follow;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    super.addFlags(flags);
    job.addFlags(flags);
  }

  @Override
  protected int run(Cli cli) {
    ApiClient gateway = gateway(cli);
    JsonNode file = gateway.upload(job.data());
    JsonNode posted;
    try {
      posted = post(cli, gateway, file);
    } catch (PeerzException e) {
      gateway.delete("/v1/files/" + file.path("id").asString());
      throw e;
    }
    String id = posted.path("id").asString();
    cli.print(
        "finetune.submit",
        Map.of(
            "id", id,
            "job", posted.path("peerz").path("job").asString(),
            "adapter", posted.path("peerz").path("adapter").asString()),
        () ->
            "✔ signed, funded and posted in one transaction: %s; next: peerz finetune watch %s"
                .formatted(id, id));
    return follow ? FinetuneWatch.follow(cli, gateway, id) : ExitCodes.OK;
  }

  private JsonNode post(Cli cli, ApiClient gateway, JsonNode file) {
    String request = job.request(file.path("id").asString(), cli.settings().get(SettingKey.MODEL));
    JsonNode estimate = FinetuneEstimate.of(gateway, request);
    cli.confirm(
        "%s: %d examples\n  %s"
            .formatted(
                job.data().getFileName(),
                file.path("peerz").path("examples").asInt(),
                FinetuneEstimate.text(estimate)));
    return gateway.post("/v1/fine_tuning/jobs", request);
  }
}
