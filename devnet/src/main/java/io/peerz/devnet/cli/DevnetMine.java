package io.peerz.devnet.cli;

import io.peerz.devnet.chain.JsonRpc;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code peerz devnet mine}: lets blocks pass at once; anvil only. */
@Command(name = "mine", description = "Let blocks pass at once (anvil only).")
final class DevnetMine extends PeerzAction {
  private static final int MOST_BLOCKS = 100_000;

  @Parameters(arity = "0..1", paramLabel = "N", defaultValue = "1")
  private int blocks;

  @Override
  protected int run(Cli cli) {
    Require.range(ErrorCode.BAD_REQUEST, "blocks", blocks, 1, MOST_BLOCKS);
    try (JsonRpc rpc = new JsonRpc(RunningNetwork.of(cli).rpc())) {
      mine(rpc);
      long head = rpc.head();
      cli.print("devnet.mine", Map.of("head", head), () -> "block " + head);
    }
    return ExitCodes.OK;
  }

  private void mine(JsonRpc rpc) {
    try {
      rpc.call("anvil_mine", "0x" + Integer.toHexString(blocks));
    } catch (PeerzException e) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "this chain makes its blocks in its own time; only anvil can be told to mine",
          e);
    }
  }
}
