package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings;
import io.peerz.node.gateway.RouteWishes;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What may be asked of a route besides speed. */
final class RouteOptions {
  @Option(
      names = "--route-max-price",
      paramLabel = "PRZ",
      description = "what a million tokens may cost")
  private String maxPrice;

  @Option(
      names = "--route-min-stake",
      paramLabel = "PRZ",
      description = "what each node must have at stake")
  private String minStake;

  @Option(
      names = "--route-operators",
      paramLabel = "WHICH",
      description = "any, or different: no operator sees two hops")
  private String operators;

  @Option(
      names = "--route-aim",
      paramLabel = "AIM",
      description = "latency: the soonest answer; throughput: share work over all routes")
  private String aim;

  void addTo(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.ROUTE_MAX_PRICE, maxPrice);
    GlobalOptions.put(flags, SettingKey.ROUTE_MIN_STAKE, minStake);
    GlobalOptions.put(flags, SettingKey.ROUTE_OPERATORS, operators);
    GlobalOptions.put(flags, SettingKey.ROUTE_AIM, aim);
  }

  static RouteWishes wishes(Settings settings) {
    String price = settings.get(SettingKey.ROUTE_MAX_PRICE);
    Optional<BigInteger> maxPrice =
        price.isBlank() ? Optional.empty() : Optional.of(Amounts.toWei(price));
    return new RouteWishes(
        maxPrice,
        Amounts.toWei(settings.get(SettingKey.ROUTE_MIN_STAKE)),
        different(settings.get(SettingKey.ROUTE_OPERATORS)),
        throughput(settings.get(SettingKey.ROUTE_AIM)));
  }

  private static boolean throughput(String aim) {
    return switch (aim) {
      case "latency" -> false;
      case "throughput" -> true;
      default ->
          throw new PeerzException(
              ErrorCode.BAD_CONFIG, "route-aim is latency or throughput, not '%s'".formatted(aim));
    };
  }

  private static boolean different(String operators) {
    return switch (operators) {
      case "any" -> false;
      case "different" -> true;
      default ->
          throw new PeerzException(
              ErrorCode.BAD_CONFIG,
              "route-operators is any or different, not '%s'".formatted(operators));
    };
  }
}
