package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteLogTest {
  private static final Digest MODEL = Keccak.hash("model");

  @TempDir private Path folder;

  private static Offer offer(String name, int start, int end, long nanos) {
    return new Offer(
        Keccak.hash(name),
        Address.ZERO,
        Address.ZERO,
        BigInteger.TWO.pow(100),
        new ShardId(MODEL, start, end),
        name,
        9000,
        Digest.ZERO,
        BigInteger.TEN,
        new ServiceTime(nanos, nanos, 3),
        true);
  }

  private static RouteChoice choice() {
    List<Offer> offers =
        List.of(offer("far", 0, 2, 2), offer("near", 0, 2, 1), offer("last", 2, 4, 1));
    Map<Digest, Long> oneWay = Map.of(Keccak.hash("near"), 100L, Keccak.hash("last"), 200L);
    RouteRequest request =
        new RouteRequest(
            MODEL, 4, 512, 7, 9, 1_000_000, new RouteLimits(BigInteger.TEN, BigInteger.ONE, false));
    return new RouteChoice(
        offers,
        oneWay,
        request,
        false,
        RouteFinder.plan(offers, LinkTable.relayed(oneWay), request, 2));
  }

  @Test
  void aRouteIsFoundByAnyOfItsSessionsAndExplainedAsItWas() {
    RouteChoice choice = choice();
    new RouteLog(folder.resolve("routes")).add(RecordedRoute.of(List.of("0xa", "0xb"), 7, choice));

    RouteLog reopened = new RouteLog(folder.resolve("routes"));

    assertThat(reopened.find("0xb").orElseThrow().toChoice().explain()).isEqualTo(choice.explain());
    assertThat(reopened.find("0xc")).isEmpty();
  }

  @Test
  void aLineThatWasCutShortIsLeftOut() throws IOException {
    Path file = folder.resolve("routes");
    RouteLog log = new RouteLog(file);
    log.add(RecordedRoute.of(List.of("0xa"), 7, choice()));
    Files.writeString(file, "{\"sessions\":[\"0xb\"],\"chos\n", StandardOpenOption.APPEND);

    assertThat(log.find("0xb")).isEmpty();
    assertThat(log.find("0xa")).isPresent();
  }
}
