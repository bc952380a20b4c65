package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.node.data.NodeFolder;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the commands about one node share. */
abstract class NodeAction extends PeerzAction {
  @Option(names = "--node", paramLabel = "NAME", description = "name of the node (default: node)")
  private String node;

  @Option(
      names = "--signer-password-file",
      paramLabel = "FILE",
      description = "file (0600) with the password of the node's signer; else as --password-file")
  private String signerPasswordFile;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.NODE, node);
    GlobalOptions.put(flags, SettingKey.SIGNER_PASSWORD_FILE, signerPasswordFile);
  }

  static String nodeName(Cli cli) {
    return cli.settings().get(SettingKey.NODE);
  }

  static NodeFolder folder(Cli cli) {
    return cli.home().node(nodeName(cli));
  }
}
