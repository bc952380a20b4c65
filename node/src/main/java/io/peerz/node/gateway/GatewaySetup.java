package io.peerz.node.gateway;

import io.peerz.inference.model.Arithmetic;
import io.peerz.node.data.HostPort;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway process is started with.
 *
 * @param folder its own data: the purse, the ports
 * @param wallet opens channels and pays for gas
 * @param sessionKey signs vouchers in the wallet's place; the same at every start
 * @param arithmetic how near to one another the results of different nodes must be
 * @param blobs where nodes fetch the data of fine-tuning jobs
 * @param depositWei what goes into each new channel
 * @param wishes what the payer asks of every route
 * @param apiKey what clients must present
 * @param origins web pages that may call, as browsers name them
 * @param mostRequests most generations at once
 * @param requestsPerMinute of one API key or address; 0 for no limit
 */
public record GatewaySetup(
    Path folder,
    SigningKey wallet,
    SigningKey sessionKey,
    Path model,
    Arithmetic arithmetic,
    HostPort listen,
    HostPort blobs,
    BigInteger depositWei,
    RouteWishes wishes,
    Optional<String> apiKey,
    Set<String> origins,
    int mostRequests,
    int requestsPerMinute) {
  public GatewaySetup {
    origins = Set.copyOf(origins);
  }
}
