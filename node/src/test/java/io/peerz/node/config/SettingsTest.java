package io.peerz.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path folder;
  private Path near;
  private Path far;

  @BeforeEach
  void place() {
    near = folder.resolve("peerz.toml");
    far = folder.resolve("config.toml");
  }

  /** Scripts, settings files and the documentation depend on these: a change is a decision. */
  @Test
  void namesVariablesAndDefaultsArePinned() {
    String all =
        Arrays.stream(SettingKey.values())
            .map(k -> k.word() + " " + k.environmentName() + " '" + k.fallback() + "'")
            .collect(Collectors.joining("\n"));
    assertThat(all)
        .isEqualTo(
            """
            network PEERZ_NETWORK 'devnet'
            account PEERZ_ACCOUNT 'default'
            output PEERZ_OUTPUT 'text'
            password-file PEERZ_PASSWORD_FILE ''
            signer-password-file PEERZ_SIGNER_PASSWORD_FILE ''
            node PEERZ_NODE 'node'
            listen PEERZ_LISTEN '127.0.0.1:7741'
            endpoint PEERZ_ENDPOINT ''
            http PEERZ_HTTP '127.0.0.1:7742'
            layers PEERZ_LAYERS 'all'
            most-layers PEERZ_MOST_LAYERS '0'
            services PEERZ_SERVICES 'serve'
            price PEERZ_PRICE '1000000000000'
            model PEERZ_MODEL 'pebble-1.6m'
            engine PEERZ_ENGINE 'exact'
            sessions PEERZ_SESSIONS '64'
            cache-mib PEERZ_CACHE_MIB '64'
            prefix-mib PEERZ_PREFIX_MIB '8'
            threads PEERZ_THREADS '0'
            api PEERZ_API 'http://127.0.0.1:8080'
            api-listen PEERZ_API_LISTEN '127.0.0.1:8080'
            blobs-listen PEERZ_BLOBS_LISTEN '127.0.0.1:0'
            api-key-file PEERZ_API_KEY_FILE ''
            api-origins PEERZ_API_ORIGINS ''
            requests PEERZ_REQUESTS '16'
            request-rate PEERZ_REQUEST_RATE '600'
            route-max-price PEERZ_ROUTE_MAX_PRICE ''
            route-min-stake PEERZ_ROUTE_MIN_STAKE '0'
            route-operators PEERZ_ROUTE_OPERATORS 'any'
            route-aim PEERZ_ROUTE_AIM 'latency'
            explorer-index PEERZ_EXPLORER_INDEX ''
            collect-fees PEERZ_COLLECT_FEES 'yes'
            audit-rate PEERZ_AUDIT_RATE '0.02'
            deposit PEERZ_DEPOSIT '1'
            stages PEERZ_STAGES ''
            stage-precision PEERZ_STAGE_PRECISION 'bf16'
            stage-timeout PEERZ_STAGE_TIMEOUT '120'
            lends-to PEERZ_LENDS_TO ''
            lend-sessions PEERZ_LEND_SESSIONS '2'
            lend-mib PEERZ_LEND_MIB '1024'
            confirmations PEERZ_CONFIRMATIONS '1'
            timeout PEERZ_TIMEOUT '60'""");
  }

  @Test
  void aFlagBeatsTheEnvironmentWhichBeatsTheNearFileWhichBeatsTheFarOne() throws IOException {
    Files.writeString(near, "network = \"near\"\nprice = 7\n");
    Files.writeString(far, "network = \"far\"\nprice = 8\nlisten = \"127.0.0.1:9\"\n");
    Settings settings =
        Settings.load(
            Map.of(SettingKey.ACCOUNT, "flag"),
            Map.of("PEERZ_ACCOUNT", "env", "PEERZ_NETWORK", "env", "PEERZ_PRICE", ""),
            List.of(near, far));
    assertResolved(settings, SettingKey.ACCOUNT, "flag", "flag");
    assertResolved(settings, SettingKey.NETWORK, "env", "PEERZ_NETWORK");
    assertResolved(settings, SettingKey.PRICE, "7", near.toString());
    assertResolved(settings, SettingKey.LISTEN, "127.0.0.1:9", far.toString());
    assertResolved(settings, SettingKey.OUTPUT, "text", "default");
  }

  @Test
  void anUnknownKeyIsRefusedWithItsFile() throws IOException {
    Files.writeString(near, "netwrok = \"devnet\"\n");
    assertBadConfig(near + ": unknown setting 'netwrok'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"network = ", "network = {a = 1}", "= 1", "network = [\"a\"]"})
  void aFileThatIsNotPlainSettingsIsRefusedWithItsName(String text) throws IOException {
    Files.writeString(near, text);
    assertBadConfig(near.toString());
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    Files.writeString(near, "#".repeat(300_000));
    assertBadConfig("too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "99999", "1.5", ""})
  void aNumberOutOfPlaceNamesTheSettingAndItsOrigin(String value) {
    Settings settings = Settings.load(Map.of(SettingKey.TIMEOUT, value), Map.of(), List.of());
    assertThatThrownBy(() -> settings.integer(SettingKey.TIMEOUT, 1, 3600))
        .hasMessageContaining("timeout = '" + value + "' (from flag)")
        .hasMessageContaining("1 to 3600");
  }

  private void assertBadConfig(String message) {
    assertThatThrownBy(() -> Settings.load(Map.of(), Map.of(), List.of(near)))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIG))
        .hasMessageContaining(message);
  }

  private static void assertResolved(
      Settings settings, SettingKey key, String value, String origin) {
    assertThat(settings.resolve(key)).isEqualTo(new Settings.Resolved(key, value, origin));
  }
}
