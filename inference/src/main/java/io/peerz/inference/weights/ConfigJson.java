package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import tools.jackson.databind.JsonNode;

/** Checked reading of config.json's values. */
record ConfigJson(JsonNode root) {
  boolean flag(String key) {
    return root.path(key).asBoolean(false);
  }

  int integer(String key) {
    JsonNode value = root.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw bad("config.json: " + key + " is missing or not a whole number");
    }
    return value.intValue();
  }

  int integer(String key, int otherwise) {
    JsonNode value = root.path(key);
    return value.isMissingNode() || value.isNull() ? otherwise : integer(key);
  }

  double number(String key, double otherwise) {
    return number(root, key, otherwise);
  }

  static double number(JsonNode node, String key, double otherwise) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw bad("config.json: " + key + " is not a number of ordinary size");
    }
    return number;
  }
}
