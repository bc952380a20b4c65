package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.node.data.SecretFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What commands share that speak to a running gateway. */
abstract class GatewayAction extends PeerzAction {
  @Option(names = "--api", paramLabel = "URL", description = "address of the gateway")
  private String api;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "file (0600) with the key that the gateway asks for")
  private String apiKeyFile;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.API, api);
    GlobalOptions.put(flags, SettingKey.API_KEY_FILE, apiKeyFile);
  }

  static ApiClient gateway(Cli cli) {
    String file = cli.settings().get(SettingKey.API_KEY_FILE);
    Optional<String> key =
        file.isBlank() ? Optional.empty() : Optional.of(SecretFiles.read(Path.of(file)).strip());
    return new ApiClient(URI.create(cli.settings().get(SettingKey.API)), key);
  }
}
