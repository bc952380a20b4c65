package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node does for pay; the bits are the registry's roles. */
public enum NodeService {
  /** Serves its layers. */
  SERVE(1),
  /** Trains units of fine-tuning jobs; needs the whole model and PyTorch. */
  TRAIN(2),
  /** Measures what units improved, when it is drawn; needs the whole model. */
  EVALUATE(4);

  private final int role;

  NodeService(int role) {
    this.role = role;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code serve,train,evaluate}, or some of it. */
  public static Set<NodeService> parse(String list) {
    Set<NodeService> services = EnumSet.noneOf(NodeService.class);
    for (String word : list.split(",", -1)) {
      services.add(
          Arrays.stream(values())
              .filter(service -> service.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new PeerzException(
                          ErrorCode.BAD_REQUEST,
                          "service '%s' is unknown; use serve, train, evaluate, or some of them with commas"
                              .formatted(word.strip()))));
    }
    return services;
  }

  /** The same text again. */
  public static String format(Set<NodeService> services) {
    return services.stream().sorted().map(NodeService::word).collect(Collectors.joining(","));
  }

  /** The roles to register. */
  public static int roles(Set<NodeService> services) {
    return services.stream().mapToInt(service -> service.role).sum();
  }
}
