package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.route.ThroughputRoutes;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.score.RoundTerms;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The examples of docs/formulas.md, computed again. */
class FormulasTest {
  private static final Path PAGE = Path.of("..", "docs", "formulas.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```properties\\n(.*?)^```");
  private static final Digest MODEL = Keccak.hash("model");
  private static final BigInteger SCALE = BigInteger.TEN.pow(18);

  private static Properties example(String formula) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      Properties example = new Properties();
      example.load(new StringReader(block.group(1)));
      if (example.getProperty("formula").equals(formula)) {
        return example;
      }
    }
    throw new AssertionError("no example of " + formula);
  }

  private static long number(Properties example, String key) {
    return Long.parseLong(example.getProperty(key));
  }

  private static BigInteger big(Properties example, String key) {
    return new BigInteger(example.getProperty(key));
  }

  private static List<Long> numbers(Properties example, String key) {
    return Arrays.stream(example.getProperty(key).split(" ", -1)).map(Long::valueOf).toList();
  }

  @Test
  void theRebateOfTheExampleFollowsFromItsReceipts() throws IOException {
    Properties example = example("rebate");
    List<Long> macs = numbers(example, "macs");
    String[] onTime = example.getProperty("on.time").split(" ", -1);
    List<MerkleSumTree.Leaf> leaves =
        IntStream.range(0, macs.size())
            .mapToObj(
                i ->
                    new MerkleSumTree.Leaf(
                        Keccak.hash("receipt " + i),
                        BigInteger.valueOf(macs.get(i)),
                        Boolean.parseBoolean(onTime[i])))
            .sorted(Comparator.comparing(MerkleSumTree.Leaf::hash))
            .toList();
    BigInteger weight = MerkleSumTree.of(leaves).sums().onTimeMacs();
    assertThat(weight).isEqualTo(big(example, "weight"));
    BigInteger share =
        big(example, "pool.wei").multiply(weight).divide(big(example, "sum.weights"));
    assertThat(share).isEqualTo(big(example, "share.wei"));
    assertThat(share.min(big(example, "burned.wei").subtract(big(example, "taken.wei"))))
        .isEqualTo(big(example, "rebate.wei"));
  }

  @Test
  void thePathOfTheExampleTakesTheTimeThatIsToldAndIsTheOneChosen() throws IOException {
    Properties example = example("path");
    Offer first = offer(example, "first");
    Offer second = offer(example, "second");
    Offer whole = offer(example, "whole");

    assertThat(route(example, first, second).costMicros())
        .isEqualTo(number(example, "cost.first.second.micros"));
    assertThat(route(example, whole).costMicros()).isEqualTo(number(example, "cost.whole.micros"));
    assertThat(route(example, first, second, whole).hops().getFirst().offer().host())
        .isEqualTo(example.getProperty("chosen"));
  }

  @Test
  void theRoutesOfTheExampleShareTheWorkByWhatTheyCarry() throws IOException {
    Properties example = example("path");
    List<Offer> offers =
        List.of(offer(example, "whole"), offer(example, "first"), offer(example, "second"));
    assertThat(ThroughputRoutes.of(offers, links(example), request(example)))
        .extracting(share -> share.route().hops().getFirst().offer().host())
        .containsExactly("first", "whole");
    assertThat(ThroughputRoutes.of(offers, links(example), request(example)))
        .extracting(share -> (long) share.tokensPerSecond())
        .containsExactly(number(example, "share.first.second"), number(example, "share.whole"));
  }

  private static Route route(Properties example, Offer... offers) {
    return RouteFinder.find(List.of(offers), links(example), request(example)).orElseThrow();
  }

  private static RouteRequest request(Properties example) {
    return new RouteRequest(
        MODEL,
        (int) number(example, "layers"),
        (int) number(example, "bytes.per.row"),
        (int) number(example, "prompt.tokens"),
        (int) number(example, "new.tokens"),
        number(example, "bytes.per.second"),
        RouteLimits.NONE);
  }

  /** Links that the example does not name are far. */
  private static LinkTable links(Properties example) {
    return (from, to) ->
        Long.parseLong(
            example.getProperty(
                "delay." + name(from) + "." + name(to), Long.toString(LinkTable.UNKNOWN_MICROS)));
  }

  private static String name(Digest party) {
    return party.equals(LinkTable.CLIENT)
        ? "client"
        : List.of("first", "second", "whole").stream()
            .filter(name -> Keccak.hash(name).equals(party))
            .findFirst()
            .orElseThrow();
  }

  private static Offer offer(Properties example, String name) {
    String[] layers = example.getProperty(name + ".layers").split(":", -1);
    return new Offer(
        Keccak.hash(name),
        Address.ZERO,
        Address.ZERO,
        BigInteger.ZERO,
        new ShardId(MODEL, Integer.parseInt(layers[0]), Integer.parseInt(layers[1])),
        name,
        9_000,
        Digest.ZERO,
        BigInteger.TEN,
        new ServiceTime(
            number(example, name + ".prefill"),
            number(example, name + ".decode"),
            (int) number(example, name + ".queued")),
        false);
  }

  @Test
  void theRoundOfTheExampleHasTheGainsTheCostAndTheEfficiencyThatAreTold() throws IOException {
    Properties example = example("efficiency");
    List<Long> errors = numbers(example, "errors");
    RoundGains gains =
        RoundGains.of(
            errors.size(),
            new RoundResult(numbers(example, "losses"), errors, Digest.ZERO),
            (int) number(example, "kappa.milli"));

    assertThat(gains.sound()).isTrue();
    assertThat(gains.doubledGains()).isEqualTo(numbers(example, "doubled.gains"));
    assertThat(gains.paidGains()).isEqualTo(numbers(example, "paid.gains"));
    assertThat(gains.totalGain()).isEqualTo(number(example, "total.gain"));

    long unitMacs =
        MacFormula.lora(
            ModelFolder.open(Path.of("..", "models", "pebble-1.6m")).config().geometry(),
            (int) number(example, "sequences"),
            (int) number(example, "tokens"),
            (int) number(example, "steps"),
            (int) number(example, "rank"),
            (int) number(example, "targets"));
    BigInteger totalMacs = BigInteger.valueOf(unitMacs).multiply(BigInteger.valueOf(errors.size()));
    assertThat(unitMacs).isEqualTo(number(example, "unit.macs"));
    assertThat(totalMacs).isEqualTo(big(example, "total.macs"));
    assertThat(BigInteger.valueOf(gains.totalGain()).multiply(SCALE).divide(totalMacs))
        .isEqualTo(big(example, "efficiency"));
  }

  @Test
  void theUnitOfTheExampleEarnsWhatIsTold() throws IOException {
    Properties example = example("reward");
    RoundTerms terms =
        new RoundTerms(
            big(example, "base.wei"),
            big(example, "improvement.wei"),
            (int) number(example, "units"),
            big(example, "unit.macs"),
            number(example, "target.gain"));

    assertThat(reward(terms, number(example, "gain"))).isEqualTo(big(example, "reward.wei"));
    assertThat(reward(terms, number(example, "large.gain")))
        .isEqualTo(big(example, "large.reward.wei"));
    assertThat(reward(terms, 0)).isEqualTo(big(example, "no.gain.reward.wei"));
  }

  private static BigInteger reward(RoundTerms terms, long gain) {
    return RewardFormula.unitReward(terms, terms.unitMacs(), gain);
  }
}
