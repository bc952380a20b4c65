package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.node.data.SecretFiles;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code peerz chat}: one prompt to a gateway, the answer as it comes. */
@Command(name = "chat", description = "Ask a model through a gateway.")
public final class ChatCommand extends PeerzAction {
  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "model to ask")
  private String model;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "PROMPT",
      description = "what to ask; otherwise one line of standard input")
  private String message;

  @Option(names = "--system", paramLabel = "TEXT", description = "system message")
  private String system;

  @Option(names = "--api", paramLabel = "URL", description = "address of the gateway")
  private String api;

  @Option(names = "--api-key-file", paramLabel = "FILE", description = "file (0600) with its key")
  private String apiKeyFile;

  @Option(names = "--max-tokens", paramLabel = "N", description = "longest answer")
  private Integer maxTokens;

  @Option(names = "--temperature", paramLabel = "T", description = "0 is the likeliest answer")
  private Double temperature;

  @Option(names = "--top-p", paramLabel = "P", description = "keep the likeliest tokens")
  private Double topP;

  @Option(names = "--seed", paramLabel = "N", description = "the same seed, the same answer")
  private Long seed;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.MODEL, model);
    GlobalOptions.put(flags, SettingKey.API, api);
    GlobalOptions.put(flags, SettingKey.API_KEY_FILE, apiKeyFile);
  }

  @Override
  protected int run(Cli cli) {
    String prompt = message == null ? cli.terminal().readLine() : message;
    String body = JsonMapper.shared().writeValueAsString(request(cli, prompt));
    StringBuilder text = new StringBuilder();
    JsonNode last =
        client(cli).stream(
            body,
            piece -> {
              text.append(piece);
              if (!cli.json()) {
                cli.terminal().piece(piece);
              }
            });
    if (cli.json()) {
      cli.print(
          "chat",
          Map.of("text", text.toString(), "usage", last.path("usage"), "peerz", last.path("peerz")),
          text::toString);
    } else {
      cli.terminal().piece("\n");
      if (verbose()) {
        cli.terminal().note(ChatSummary.of(last));
      }
    }
    return ExitCodes.OK;
  }

  private Map<String, Object> request(Cli cli, String prompt) {
    List<Map<String, String>> messages = new ArrayList<>();
    if (system != null) {
      messages.add(Map.of("role", "system", "content", system));
    }
    messages.add(Map.of("role", "user", "content", prompt));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("model", modelName(cli.settings().get(SettingKey.MODEL)));
    request.put("messages", messages);
    request.put("stream", true);
    request.put("stream_options", Map.of("include_usage", true));
    put(request, "max_tokens", maxTokens);
    put(request, "temperature", temperature);
    put(request, "top_p", topP);
    put(request, "seed", seed);
    return request;
  }

  /** The name under which the gateway serves what a setting names by its folder. */
  private static String modelName(String setting) {
    return setting.startsWith("ft:") ? setting : Path.of(setting).getFileName().toString();
  }

  private static void put(Map<String, Object> request, String name, Object value) {
    if (value != null) {
      request.put(name, value);
    }
  }

  private static ApiClient client(Cli cli) {
    String address = cli.settings().get(SettingKey.API);
    String keyFile = cli.settings().get(SettingKey.API_KEY_FILE);
    Optional<String> key =
        keyFile.isBlank()
            ? Optional.empty()
            : Optional.of(SecretFiles.read(Path.of(keyFile)).strip());
    try {
      return new ApiClient(URI.create(address), key);
    } catch (IllegalArgumentException e) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "'%s' is not an address; write it like http://127.0.0.1:8080".formatted(address),
          e);
    }
  }
}
