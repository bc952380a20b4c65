package io.peerz.ledger.chain;

import io.peerz.proof.encode.Domains;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One Peerz network on one chain: what {@code deployment.json} says. */
public record Deployment(
    long chainId,
    Address token,
    Address accessManager,
    Address epochManager,
    Address modelRegistry,
    Address nodeRegistry,
    Address paymentChannels,
    Address contributionLedger,
    Address committee,
    Address fineTuneMarket,
    Address disputeCourt,
    long deployedAtBlock,
    Digest genesisHash) {

  private static final long MAX_FILE_BYTES = 64 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The signing domains of this network. */
  public Domains domains() {
    return Domains.of(chainId, nodeRegistry, paymentChannels, contributionLedger);
  }

  /** Reads and checks a deployment file. */
  public static Deployment read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw bad(file, "it is too large", null);
      }
      return parse(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot read the deployment file " + file + "; deploy a network or correct the path",
          e);
    } catch (JacksonException e) {
      throw bad(file, "it is not JSON", e);
    }
  }

  private static Deployment parse(Path file, JsonNode json) {
    try {
      return new Deployment(
          number(json, "chainId"),
          address(json, "token"),
          address(json, "accessManager"),
          address(json, "epochManager"),
          address(json, "modelRegistry"),
          address(json, "nodeRegistry"),
          address(json, "paymentChannels"),
          address(json, "contributionLedger"),
          address(json, "committee"),
          address(json, "fineTuneMarket"),
          address(json, "disputeCourt"),
          number(json, "deployedAtBlock"),
          Digest.ofHex(json.path("genesisHash").asString("")));
    } catch (PeerzException e) {
      throw bad(file, e.getMessage(), e);
    }
  }

  private static long number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw new PeerzException(ErrorCode.BAD_CONFIG, field + " must be a whole number");
    }
    return value.asLong();
  }

  private static Address address(JsonNode json, String field) {
    return Address.ofHex(json.path(field).asString(""));
  }

  private static PeerzException bad(Path file, String why, Throwable cause) {
    return new PeerzException(
        ErrorCode.BAD_CONFIG, file + " is not a deployment file: " + why, cause);
  }

  /** Replaces the file as a whole, so that a reader never sees half of it. */
  public void write(Path file) {
    ObjectNode json = JSON.createObjectNode();
    json.put("chainId", chainId);
    json.put("genesisHash", genesisHash.hex());
    json.put("deployedAtBlock", deployedAtBlock);
    json.put("token", token.checksum());
    json.put("accessManager", accessManager.checksum());
    json.put("epochManager", epochManager.checksum());
    json.put("modelRegistry", modelRegistry.checksum());
    json.put("nodeRegistry", nodeRegistry.checksum());
    json.put("paymentChannels", paymentChannels.checksum());
    json.put("contributionLedger", contributionLedger.checksum());
    json.put("committee", committee.checksum());
    json.put("fineTuneMarket", fineTuneMarket.checksum());
    json.put("disputeCourt", disputeCourt.checksum());
    Path absolute = file.toAbsolutePath();
    Path fresh = absolute.resolveSibling(absolute.getFileName() + ".new");
    try {
      Files.createDirectories(absolute.getParent());
      Files.writeString(fresh, JSON.writeValueAsString(json) + "\n");
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write " + file + "; check the folder and its permissions", e);
    }
  }
}
