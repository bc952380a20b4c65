package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code peerz network route}: the route of a prompt now, or of a session that ended. */
@Command(name = "route", description = "The route of a prompt, and why it is taken.")
final class NetworkRoute extends GatewayAction {
  @Parameters(
      arity = "0..1",
      paramLabel = "SESSION",
      description = "a session that ended; otherwise the route of now")
  private String session;

  @Option(names = "--explain", description = "show every term, and why other nodes lost")
  private boolean explain;

  @Option(names = "--prompt-tokens", paramLabel = "N", description = "length of the prompt")
  private Integer promptTokens;

  @Option(names = "--new-tokens", paramLabel = "N", description = "length of the answer")
  private Integer newTokens;

  @Mixin private RouteOptions route;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    super.addFlags(flags);
    route.addTo(flags);
  }

  @Override
  protected int run(Cli cli) {
    JsonNode reply = gateway(cli).get("/peerz/v1/route" + query(cli));
    cli.print("network.route", Map.of("route", reply), () -> RouteText.of(reply, explain));
    return reply.path("problem").asString().isEmpty() ? ExitCodes.OK : ExitCodes.UNHEALTHY;
  }

  private String query(Cli cli) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "session", session);
    put(fields, "prompt_tokens", promptTokens);
    put(fields, "new_tokens", newTokens);
    put(fields, "max_price", cli.settings().get(SettingKey.ROUTE_MAX_PRICE));
    put(fields, "min_stake", cli.settings().get(SettingKey.ROUTE_MIN_STAKE));
    if (RouteOptions.wishes(cli.settings()).differentOperators()) {
      put(fields, "different_operators", true);
    }
    put(fields, "aim", cli.settings().get(SettingKey.ROUTE_AIM));
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey()
                    + "="
                    + URLEncoder.encode(field.getValue().toString(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value != null && !value.toString().isEmpty()) {
      fields.put(name, value);
    }
  }
}
