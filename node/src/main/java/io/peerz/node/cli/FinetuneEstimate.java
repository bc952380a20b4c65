package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune estimate}: what a job would cost; nothing is signed. */
@Command(name = "estimate", description = "Say what a job would cost; nothing is signed.")
final class FinetuneEstimate extends GatewayAction {
  @Mixin private JobOptions job;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    super.addFlags(flags);
    job.addFlags(flags);
  }

  @Override
  protected int run(Cli cli) {
    ApiClient gateway = gateway(cli);
    String file = gateway.upload(job.data()).path("id").asString();
    JsonNode estimate;
    try {
      estimate = of(gateway, job.request(file, cli.settings().get(SettingKey.MODEL)));
    } finally {
      gateway.delete("/v1/files/" + file);
    }
    cli.print(
        "finetune.estimate",
        Map.of(
            "macs", estimate.path("macs").asString(),
            "least", estimate.path("least").asString(),
            "ceiling", estimate.path("ceiling").asString()),
        () -> text(estimate));
    return ExitCodes.OK;
  }

  static JsonNode of(ApiClient gateway, String request) {
    return gateway.post("/peerz/v1/fine_tuning/estimate", request);
  }

  static String text(JsonNode estimate) {
    return "about %s PRZ at the nodes' prices, never more than %s PRZ; what is not earned returns"
        .formatted(estimate.path("least").asString(), estimate.path("ceiling").asString());
  }
}
