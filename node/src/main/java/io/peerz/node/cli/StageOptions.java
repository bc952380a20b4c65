package io.peerz.node.cli;

import io.peerz.finetune.remote.Precision;
import io.peerz.finetune.remote.StageLimits;
import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.finetune.StageSettings;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Reads how a node trains through others and lends its layers. */
final class StageOptions {
  private static final long MIB = 1 << 20;

  private StageOptions() {}

  static StageSettings read(Cli cli) {
    Settings settings = cli.settings();
    return new StageSettings(
        nodes(cli, SettingKey.STAGES),
        nodes(cli, SettingKey.LENDS_TO),
        new StageLimits(
            settings.integer(SettingKey.LEND_SESSIONS, 1, 64),
            settings.integer(SettingKey.LEND_MIB, 1, 1 << 20) * MIB),
        precision(settings.resolve(SettingKey.STAGE_PRECISION)),
        Duration.ofSeconds(settings.integer(SettingKey.STAGE_TIMEOUT, 1, 3600)));
  }

  private static List<Digest> nodes(Cli cli, SettingKey key) {
    Settings.Resolved written = cli.settings().resolve(key);
    return Arrays.stream(written.value().split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .map(word -> node(cli.home(), written, word))
        .toList();
  }

  /** An id, or the name of a node of this data folder. */
  private static Digest node(PeerzHome home, Settings.Resolved written, String word) {
    if (word.matches("0x[0-9a-fA-F]{64}")) {
      return Digest.ofHex(word);
    }
    if (word.matches("[a-zA-Z0-9][a-zA-Z0-9_-]{0,31}")) {
      NodeFolder folder = home.node(word);
      if (folder.hasSigner()) {
        return NodeBinding.nodeIdOf(folder.signerAddress());
      }
    }
    throw new PeerzException(
        ErrorCode.BAD_CONFIG,
        "%s (from %s) names '%s', which is neither a node id (0x and 64 digits, see peerz node status) nor a node in %s"
            .formatted(written.key().word(), written.origin(), word, home.folder()));
  }

  private static Precision precision(Settings.Resolved written) {
    return switch (written.value()) {
      case "bf16" -> Precision.BFLOAT16;
      case "float32" -> Precision.FLOAT32;
      default ->
          throw new PeerzException(
              ErrorCode.BAD_CONFIG,
              "%s = '%s' (from %s) is unknown; use bf16 or float32"
                  .formatted(written.key().word(), written.value(), written.origin()));
    };
  }
}
