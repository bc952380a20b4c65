package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a node was set up to do: {@code node.json} of its folder.
 *
 * @param network name of the network that it serves
 * @param owner account that stakes for it and withdraws
 * @param model folder of the model
 * @param layerStart first layer served
 * @param layerEnd layer after the last one served
 * @param listen where it serves shards
 * @param endpoint where others reach that; the same as {@code listen} unless something forwards
 * @param http where it tells an operator how it is
 * @param pricePerGcuWei wei per 10^9 multiply-accumulates
 * @param services what it does for pay
 */
public record NodeSettings(
    String name,
    String network,
    String owner,
    Path model,
    int layerStart,
    int layerEnd,
    HostPort listen,
    HostPort endpoint,
    HostPort http,
    BigInteger pricePerGcuWei,
    Set<NodeService> services) {

  public NodeSettings {
    Names.checked("node", name);
    Names.checked("network", network);
    Names.checked("account", owner);
    Require.that(model != null, ErrorCode.BAD_CONFIG, "no model folder is named");
    Require.range(ErrorCode.BAD_CONFIG, "layerEnd", layerEnd, 1, 0xffff);
    Require.range(ErrorCode.BAD_CONFIG, "layerStart", layerStart, 0, layerEnd - 1L);
    Require.that(
        listen != null && endpoint != null && http != null,
        ErrorCode.BAD_CONFIG,
        "listen, endpoint and http must be host:port");
    Require.that(pricePerGcuWei != null, ErrorCode.BAD_CONFIG, "no price is named");
    Require.uint(ErrorCode.BAD_CONFIG, "pricePerGcuWei", pricePerGcuWei, 96);
    Require.that(
        services != null && !services.isEmpty(), ErrorCode.BAD_CONFIG, "the node has no service");
    services = Set.copyOf(services);
  }

  public NodeSettings withEndpoint(HostPort newEndpoint) {
    return new NodeSettings(
        name,
        network,
        owner,
        model,
        layerStart,
        layerEnd,
        listen,
        newEndpoint,
        http,
        pricePerGcuWei,
        services);
  }

  public NodeSettings withLayers(int newStart, int newEnd) {
    return new NodeSettings(
        name,
        network,
        owner,
        model,
        newStart,
        newEnd,
        listen,
        endpoint,
        http,
        pricePerGcuWei,
        services);
  }

  public NodeSettings withServices(Set<NodeService> newServices) {
    return new NodeSettings(
        name,
        network,
        owner,
        model,
        layerStart,
        layerEnd,
        listen,
        endpoint,
        http,
        pricePerGcuWei,
        newServices);
  }
}
