package io.peerz.devnet.chain;

import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.util.List;

/** A chain that somebody else runs: looked at, never started or stopped. */
public final class ExternalChain implements DevChain {
  private final URI rpc;
  private final long chainId;

  public ExternalChain(URI rpc, long chainId) {
    this.rpc = rpc;
    this.chainId = chainId;
  }

  @Override
  public String description() {
    return "chain at " + rpc + ", chain id " + chainId;
  }

  @Override
  public void start() {
    try (JsonRpc chain = new JsonRpc(rpc)) {
      long found = chain.chainId();
      if (found != chainId) {
        throw new PeerzException(
            ErrorCode.CHAIN_MISMATCH,
            "the chain at "
                + rpc
                + " has id "
                + found
                + ", not "
                + chainId
                + "; devnet keys are used on chain "
                + chainId
                + " only");
      }
    }
  }

  @Override
  public URI rpc() {
    return rpc;
  }

  @Override
  public void stop() {}

  @Override
  public void kill() {
    throw new PeerzException(ErrorCode.BAD_REQUEST, "the chain at " + rpc + " is not ours to stop");
  }

  @Override
  public List<ProcessRecord> processes() {
    return List.of();
  }
}
