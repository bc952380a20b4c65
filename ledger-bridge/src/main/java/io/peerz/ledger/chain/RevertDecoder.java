package io.peerz.ledger.chain;

import io.peerz.proof.id.Hex;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns revert data into words: {@code InsufficientFree(free 1500, wanted 2000)}. Knows the errors
 * in the ABIs of our contracts, {@code Error(string)} and {@code Panic(uint256)}.
 */
public final class RevertDecoder {
  private static final int SELECTOR_HEX = 2 + 8;
  private static final List<String> CONTRACTS =
      List.of(
          "PeerzToken",
          "PeerzAccessManager",
          "EpochManager",
          "ModelRegistry",
          "NodeRegistry",
          "PaymentChannels",
          "ContributionLedger",
          "Committee",
          "FineTuneMarket",
          "DisputeCourt",
          "CanonicalArithmetic");
  private static final Map<String, Shape> SHAPES = load();

  /** One declared error; the selector is the start of the hash of its signature. */
  private record Shape(String name, List<String> types, List<String> names) {
    String selector() {
      String signature = name + "(" + String.join(",", types) + ")";
      return Keccak.hash(signature).hex().substring(0, SELECTOR_HEX);
    }
  }

  private RevertDecoder() {}

  /** Words for revert data in 0x-hex; without data, what the node said must do. */
  public static String words(String data, String whatTheNodeSaid) {
    if (data.length() < SELECTOR_HEX) {
      return whatTheNodeSaid;
    }
    Shape shape = SHAPES.get(data.substring(0, SELECTOR_HEX));
    return shape == null
        ? "unknown error " + data.substring(0, SELECTOR_HEX)
        : shape.name + "(" + arguments(shape, data.substring(SELECTOR_HEX)) + ")";
  }

  @SuppressWarnings("rawtypes") // the ABI decoder returns raw types
  private static String arguments(Shape shape, String hex) {
    try {
      List<String> words = new ArrayList<>();
      List<Type> values = FunctionReturnDecoder.decode("0x" + hex, references(shape));
      for (int i = 0; i < values.size(); i++) {
        words.add((shape.names.get(i) + " " + text(values.get(i))).strip());
      }
      return String.join(", ", words);
    } catch (RuntimeException | ClassNotFoundException e) {
      return "arguments unreadable";
    }
  }

  private static String text(Type<?> value) {
    return value.getValue() instanceof byte[] bytes
        ? Hex.encode(bytes)
        : value.getValue().toString();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the ABI decoder asks for this raw, invariant list
  private static List<TypeReference<Type>> references(Shape shape) throws ClassNotFoundException {
    List<TypeReference<Type>> references = new ArrayList<>();
    for (String type : shape.types) {
      references.add((TypeReference<Type>) TypeReference.makeTypeReference(type));
    }
    return references;
  }

  private static Map<String, Shape> load() {
    Map<String, Shape> shapes = new HashMap<>();
    put(shapes, new Shape("Error", List.of("string"), List.of("")));
    put(shapes, new Shape("Panic", List.of("uint256"), List.of("code")));
    CONTRACTS.forEach(contract -> errorsOf(contract).forEach(shape -> put(shapes, shape)));
    return Map.copyOf(shapes);
  }

  private static void put(Map<String, Shape> shapes, Shape shape) {
    shapes.put(shape.selector(), shape);
  }

  private static List<Shape> errorsOf(String contract) {
    String resource = "/io/peerz/contracts/abi/" + contract + ".json";
    try (InputStream in = RevertDecoder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      List<Shape> errors = new ArrayList<>();
      for (JsonNode entry : JsonMapper.shared().readTree(in)) {
        if (entry.path("type").asString().equals("error")) {
          errors.add(shape(entry));
        }
      }
      return errors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shape shape(JsonNode error) {
    List<String> types = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (JsonNode input : error.path("inputs")) {
      types.add(input.path("type").asString());
      names.add(input.path("name").asString());
    }
    return new Shape(error.path("name").asString(), types, names);
  }
}
