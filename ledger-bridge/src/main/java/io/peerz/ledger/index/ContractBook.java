package io.peerz.ledger.index;

import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Hex;
import io.peerz.proof.id.Keccak;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.Log;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contracts of one network with their ABIs: names for what the chain says in hashes. */
public final class ContractBook {
  private static final int SELECTOR_HEX = 10;
  private static final String ABIS = "/io/peerz/contracts/abi/";
  private static final String DOCS = "/io/peerz/contracts/doc/";

  /** A contract as the index knows it. */
  private record Known(
      String name, JsonNode abi, Map<String, JsonNode> events, Map<String, String> methods) {}

  private final Map<Address, Known> byAddress = new LinkedHashMap<>();

  private ContractBook(Map<String, Address> contracts) {
    contracts.forEach((name, address) -> byAddress.put(address, known(name)));
  }

  public static ContractBook of(Deployment deployment) {
    Map<String, Address> contracts = new LinkedHashMap<>();
    contracts.put("PeerzToken", deployment.token());
    contracts.put("NodeRegistry", deployment.nodeRegistry());
    contracts.put("PaymentChannels", deployment.paymentChannels());
    contracts.put("ContributionLedger", deployment.contributionLedger());
    contracts.put("EpochManager", deployment.epochManager());
    contracts.put("ModelRegistry", deployment.modelRegistry());
    contracts.put("FineTuneMarket", deployment.fineTuneMarket());
    contracts.put("Committee", deployment.committee());
    contracts.put("DisputeCourt", deployment.disputeCourt());
    contracts.put("PeerzAccessManager", deployment.accessManager());
    return new ContractBook(contracts);
  }

  static ContractBook of(Map<String, Address> contracts) {
    return new ContractBook(contracts);
  }

  private static Known known(String name) {
    JsonNode abi = read(ABIS, name);
    Map<String, JsonNode> events = new HashMap<>();
    Map<String, String> methods = new HashMap<>();
    for (JsonNode entry : abi) {
      String hash = Keccak.hash(signature(entry)).hex();
      switch (entry.path("type").asString()) {
        case "event" -> events.put(hash, entry);
        case "function" ->
            methods.put(hash.substring(0, SELECTOR_HEX), entry.path("name").asString());
        default -> {}
      }
    }
    return new Known(name, abi, Map.copyOf(events), Map.copyOf(methods));
  }

  private static String signature(JsonNode entry) {
    List<String> types = new ArrayList<>();
    entry.path("inputs").forEach(input -> types.add(AbiDecoder.canonical(input)));
    return entry.path("name").asString("") + "(" + String.join(",", types) + ")";
  }

  private static JsonNode read(String folder, String name) {
    try (InputStream in = ContractBook.class.getResourceAsStream(folder + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("no " + folder + name + " on the class path");
      }
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Address> addresses() {
    return List.copyOf(byAddress.keySet());
  }

  public Optional<String> nameOf(Address address) {
    return Optional.ofNullable(byAddress.get(address)).map(Known::name);
  }

  /** The ABI as the compiler wrote it. */
  public Optional<JsonNode> abiOf(Address address) {
    return Optional.ofNullable(byAddress.get(address)).map(Known::abi);
  }

  /** What the contract's comments say of its functions, events and errors, by their signatures. */
  public Optional<JsonNode> docOf(Address address) {
    return nameOf(address).map(name -> read(DOCS, name));
  }

  /** The function that call data names. */
  Optional<String> methodOf(Address to, String input) {
    return Optional.ofNullable(byAddress.get(to))
        .filter(known -> input.length() >= SELECTOR_HEX)
        .map(known -> known.methods().get(input.substring(0, SELECTOR_HEX)));
  }

  /** What a log says; empty where it is not an event of ours or does not decode. */
  Optional<DecodedEvent> decode(Log log) {
    Known known = byAddress.get(Address.ofHex(log.getAddress()));
    if (known == null || log.getTopics().isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.events().get(log.getTopics().getFirst()))
        .flatMap(event -> decode(known.name(), event, log));
  }

  private static Optional<DecodedEvent> decode(String contract, JsonNode event, Log log) {
    try {
      return Optional.of(
          new DecodedEvent(contract, event.path("name").asString(), arguments(event, log)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode arguments(JsonNode event, Log log) {
    List<JsonNode> plain = new ArrayList<>();
    event
        .path("inputs")
        .forEach(
            input -> {
              if (!input.path("indexed").asBoolean()) {
                plain.add(input);
              }
            });
    ObjectNode data = new AbiDecoder(bytes(log.getData())).decode(plain);
    ObjectNode inOrder = JsonMapper.shared().createObjectNode();
    int topic = 1;
    for (JsonNode input : event.path("inputs")) {
      String name = input.path("name").asString();
      boolean indexed = input.path("indexed").asBoolean();
      inOrder.set(name, indexed ? topic(input, log.getTopics(), topic++) : data.get(name));
    }
    return inOrder;
  }

  private static JsonNode topic(JsonNode input, List<String> topics, int index) {
    if (index >= topics.size()) {
      throw new IllegalArgumentException("a topic is missing");
    }
    return AbiDecoder.word(input.path("type").asString(), bytes(topics.get(index)));
  }

  private static byte[] bytes(String hex) {
    return Hex.decode("data", hex, (hex.length() - 2) / 2);
  }
}
