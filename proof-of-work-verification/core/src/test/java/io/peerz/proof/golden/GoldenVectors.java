package io.peerz.proof.golden;

import io.peerz.proof.commit.MerkleSumTree;
import io.peerz.proof.commit.MerkleSumTree.Leaf;
import io.peerz.proof.commit.MerkleSumTree.Opening;
import io.peerz.proof.commit.SumNode;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.score.RoundTerms;
import io.peerz.proof.sign.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the vectors that Java and Solidity share; run it after a deliberate change of format. */
public final class GoldenVectors {
  static final int MAC_CASES = 200;
  static final int FOLDED_MAC_CASES = 10_000;
  static final int FOLDED_FMA_CASES = 16_384;

  /** Takes seconds here and minutes in Solidity: for the long profile. */
  static final int MANY_FOLDED_FMA_CASES = 4_194_304;

  /** Account 0 of every development chain; publicly known, worth nothing. */
  static final String TEST_KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private GoldenVectors() {}

  /** Writes all files into the folder that is the only argument. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(
        folder.resolve("fma-fold-long.json"), json(FmaCases.foldOf(MANY_FOLDED_FMA_CASES)));
  }

  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("typed-data.json", json(typedData()));
    files.put("macs.json", json(macs()));
    files.put("macs-fold.json", json(macsFold()));
    files.put("fma-fold.json", json(FmaCases.foldOf(FOLDED_FMA_CASES)));
    files.put("dots.json", json(DotCases.all()));
    files.put("sum-trees.json", json(sumTrees()));
    files.put("rewards.json", json(rewards()));
    return files;
  }

  private static String json(Object value) {
    return MAPPER.writeValueAsString(value) + "\n";
  }

  private static List<Map<String, Object>> typedData() {
    SigningKey key = SigningKey.of(Hex.decode("key", TEST_KEY, SigningKey.LENGTH));
    return SampleMessages.all().stream().map(c -> typedData(c, key)).toList();
  }

  private static Map<String, Object> typedData(TypedCase c, SigningKey key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", c.typeName());
    json.put("encodeType", c.type());
    json.put("domain", domain(c.domain()));
    json.put("message", c.message());
    json.put("structHash", c.structHash().hex());
    json.put("digest", c.digest().hex());
    json.put("keyLabel", "account 0 of development chains, publicly known, worth nothing");
    json.put("privateKey", TEST_KEY);
    json.put("signature", key.sign(c.digest()).hex());
    json.put("signer", key.address().checksum());
    return json;
  }

  private static Map<String, Object> domain(Domain domain) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", domain.name());
    json.put("version", domain.version());
    json.put("chainId", domain.chainId());
    json.put("verifyingContract", domain.verifyingContract().checksum());
    return json;
  }

  private static List<Map<String, Object>> macs() {
    return IntStream.range(0, MAC_CASES).mapToObj(i -> GeometryCase.of(i).toJson()).toList();
  }

  /** fold(i+1) = keccak(abi.encode(fold(i), forward(i), lora(i))), fold(0) = 0. */
  private static Map<String, Object> macsFold() {
    Digest fold = Digest.ZERO;
    for (int i = 0; i < FOLDED_MAC_CASES; i++) {
      GeometryCase c = GeometryCase.of(i);
      fold = new AbiWriter(3).digest(fold).uint(c.forward()).uint(c.lora()).hash();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", FOLDED_MAC_CASES);
    json.put("fold", fold.hex());
    return json;
  }

  private static List<Map<String, Object>> sumTrees() {
    return IntStream.of(1, 2, 3, 5, 8, 13).mapToObj(GoldenVectors::sumTree).toList();
  }

  private static Map<String, Object> sumTree(int size) {
    List<Leaf> leaves =
        IntStream.range(0, size)
            .mapToObj(i -> Keccak.hash("peerz/golden/leaf/" + i))
            .sorted()
            .map(GoldenVectors::leaf)
            .toList();
    MerkleSumTree tree = MerkleSumTree.of(leaves);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("leaves", size);
    json.put("root", tree.root().hex());
    json.put("totalMacs", tree.totalMacs().toString());
    json.put("onTimeMacs", tree.sums().onTimeMacs().toString());
    json.put("openings", openings(tree, size));
    return json;
  }

  /** Two of three came on time. */
  private static Leaf leaf(Digest hash) {
    BigInteger number = new BigInteger(1, hash.bytes());
    return new Leaf(hash, number.shiftRight(200), number.mod(BigInteger.valueOf(3)).signum() > 0);
  }

  private static List<Map<String, Object>> openings(MerkleSumTree tree, int size) {
    List<Map<String, Object>> openings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      BigInteger point =
          tree.totalMacs()
              .multiply(BigInteger.valueOf(2L * i + 1))
              .divide(BigInteger.valueOf(2L * size));
      openings.add(opening(point, tree.open(point)));
    }
    return openings;
  }

  private static Map<String, Object> opening(BigInteger point, Opening opening) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("point", point.toString());
    json.put("receiptDigest", opening.leaf().hash().hex());
    json.put("macs", opening.leaf().macs().toString());
    json.put("onTime", opening.leaf().onTime());
    json.put("pathHashes", opening.path().stream().map(n -> n.hash().hex()).toList());
    json.put("pathMacs", opening.path().stream().map(n -> n.sums().macs().toString()).toList());
    json.put(
        "pathOnTimeMacs",
        opening.path().stream().map(n -> n.sums().onTimeMacs().toString()).toList());
    json.put("pathIsLeft", opening.path().stream().map(SumNode::isLeft).toList());
    return json;
  }

  private static List<Map<String, Object>> rewards() {
    return IntStream.range(0, 64).mapToObj(GoldenVectors::reward).toList();
  }

  private static Map<String, Object> reward(int index) {
    BigInteger random = new BigInteger(1, Keccak.hash("peerz/golden/reward/" + index).bytes());
    BigInteger unitMacs = slice(random, 0, 40).add(BigInteger.ONE);
    RoundTerms terms =
        new RoundTerms(
            slice(random, 40, 70),
            slice(random, 110, 70),
            1 + slice(random, 180, 4).intValue(),
            unitMacs,
            1 + slice(random, 184, 30).longValue());
    BigInteger macs = slice(random, 200, 40).mod(unitMacs.add(BigInteger.ONE));
    long gain = index % 8 == 0 ? 0 : slice(random, 216, 31).longValue();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("base", terms.baseWei().toString());
    json.put("improvement", terms.improvementWei().toString());
    json.put("unitsPerRound", terms.unitsPerRound());
    json.put("unitMacs", unitMacs.toString());
    json.put("targetGain", Long.toString(terms.targetGain()));
    json.put("macs", macs.toString());
    json.put("gain", Long.toString(gain));
    json.put("reward", RewardFormula.unitReward(terms, macs, gain).toString());
    return json;
  }

  private static BigInteger slice(BigInteger random, int from, int bits) {
    return random.shiftRight(from).mod(BigInteger.ONE.shiftLeft(bits));
  }
}
