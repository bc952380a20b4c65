package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What describes a job on the command line. */
final class JobOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "examples, one JSON object a line")
  private Path data;

  @Option(names = "--model", paramLabel = "MODEL", description = "name of the base")
  private String model;

  @Option(names = "--suffix", paramLabel = "WORD", description = "a word in the adapter's name")
  private String suffix;

  @Option(names = "--max-spend", paramLabel = "PRZ", description = "the job never costs more")
  private String maxSpend;

  @Option(names = "--rounds", paramLabel = "N", description = "rounds of the job")
  private Integer rounds;

  @Option(names = "--units", paramLabel = "N", description = "nodes that may train in a round")
  private Integer units;

  @Option(names = "--steps", paramLabel = "N", description = "optimiser steps of a unit")
  private Integer steps;

  @Option(names = "--rank", paramLabel = "N", description = "inner width of the adapter")
  private Integer rank;

  @Option(names = "--lr", paramLabel = "RATE", description = "peak learning rate")
  private Double learningRate;

  @Option(names = "--seats", paramLabel = "N", description = "evaluators of a round")
  private Integer seats;

  Path data() {
    return data;
  }

  void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.MODEL, model);
  }

  /** The request that the gateway's API takes. */
  String request(String fileId, String modelName) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("training_file", fileId).put("model", modelName);
    if (suffix != null) {
      body.put("suffix", suffix);
    }
    ObjectNode extras = body.putObject("peerz");
    put(extras, "rounds", rounds);
    put(extras, "units", units);
    put(extras, "steps", steps);
    put(extras, "rank", rank);
    put(extras, "seats", seats);
    if (learningRate != null) {
      extras.put("learning_rate", learningRate);
    }
    if (maxSpend != null) {
      extras.put("max_spend", maxSpend);
    }
    return body.toString();
  }

  private static void put(ObjectNode node, String name, Integer value) {
    if (value != null) {
      node.put(name, value.intValue());
    }
  }
}
