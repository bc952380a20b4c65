package io.peerz.inference.engine.djl;

import static io.peerz.inference.engine.djl.GraphWriter.RUNTIME;

import io.peerz.inference.engine.djl.GraphWriter.Attribute;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The graph of a shard's layers. All rows of a step go through the products together, (1, rows,
 * width); attention runs per sequence, each in a lane with keys and values of its own, so that
 * sequences of any length and prefill beside decode make one step.
 *
 * <p>Inputs: {@link #ROWS}; {@link #COUNTS}, the rows of each lane; rotary {@link #COS} and {@link
 * #SIN}; for each lane its length after the step, and for each layer and lane the buffers of keys
 * and values (1, kvHeads, capacity, headDim), which are given as outputs too and written in place.
 * Attention wants a row in each lane: an idle one attends with a row of zeros to buffers of one
 * position, outside of all products. {@link #IDLE} are such rows, as many as lanes are idle; {@link
 * #KEPT} cuts their results off. Matrices of an adapter may be inputs as well, of rank 0 for none.
 */
final class ShardGraph {
  /** Sequences of one step; more of them make more steps. */
  static final int LANES = 8;

  static final String ROWS = "rows";
  static final String COUNTS = "counts";
  static final String COS = "cos";
  static final String SIN = "sin";
  static final String KEPT = "kept";
  private static final String IDLE = "idle.";

  private final ModelConfig config;
  private final LinearNodes linear;
  private final GraphWriter graph;
  private final boolean hasAdapters;

  private ShardGraph(ModelConfig config, PackLayout layout, String file, boolean hasAdapters) {
    this.config = config;
    this.graph = new GraphWriter();
    this.linear = new LinearNodes(graph, layout, file);
    this.hasAdapters = hasAdapters;
  }

  /** The layers' graph; the weights lie in {@code file} beside it. */
  static byte[] ofLayers(
      ModelConfig config,
      int layerStart,
      int layerEnd,
      PackLayout layout,
      String file,
      boolean hasAdapters) {
    ShardGraph shard = new ShardGraph(config, layout, file, hasAdapters);
    shard.inputs();
    shard.layers(layerStart, layerEnd);
    return shard.graph.toModel();
  }

  /** Final norm and head: rows (1, rows, width) to logits (1, rows, vocab). */
  static byte[] ofHead(ModelConfig config, PackLayout layout, String file) {
    ShardGraph head = new ShardGraph(config, layout, file, false);
    int width = config.geometry().dModel();
    int vocab = config.geometry().vocab();
    head.graph.input(ROWS, TensorKind.FLOAT32, 1, ROWS, width);
    head.graph.output(GraphBlock.outputOf(ROWS), TensorKind.FLOAT32, 1, ROWS, vocab);
    String normed = head.norm(ROWS, PackLayout.HEAD_NORM, "normed");
    head.linear.multiply(normed, layout.head(), vocab, width, GraphBlock.outputOf(ROWS));
    return head.graph.toModel();
  }

  static String keys(int layer, int lane) {
    return "keys." + layer + "." + lane;
  }

  static String values(int layer, int lane) {
    return "values." + layer + "." + lane;
  }

  /** Positions of a lane's sequence after the step, less one. */
  static String last(int lane) {
    return "last." + lane;
  }

  /** Positions of a lane's sequence after the step. */
  static String total(int lane) {
    return "total." + lane;
  }

  /** Rows of zeros that wide for the idle lanes. */
  static String idle(int width) {
    return IDLE + width;
  }

  /** Widths of the rows that idle lanes need. */
  static Set<Integer> idleWidths(ModelConfig config) {
    return config.family().qkNorm()
        ? Set.of(config.queryWidth(), config.keyWidth())
        : Set.of(config.queryWidth() + 2 * config.keyWidth());
  }

  private void inputs() {
    int width = config.geometry().dModel();
    int half = config.geometry().headDim() / 2;
    graph.input(ROWS, TensorKind.FLOAT32, 1, ROWS, width);
    graph.input(COUNTS, TensorKind.INT64, LANES);
    graph.input(KEPT, TensorKind.INT64, 2);
    idleWidths(config)
        .forEach(each -> graph.input(idle(each), TensorKind.FLOAT32, 1, "idle", each));
    graph.input(COS, TensorKind.FLOAT32, "positions", half);
    graph.input(SIN, TensorKind.FLOAT32, "positions", half);
    for (int lane = 0; lane < LANES; lane++) {
      graph.input(last(lane), TensorKind.INT32, 1);
      graph.input(total(lane), TensorKind.INT32, 1);
    }
    graph.constant("qkv_widths", config.queryWidth(), config.keyWidth(), config.keyWidth());
    graph.constant("heads_shape", 1, -1, config.geometry().heads(), config.geometry().headDim());
    graph.constant(
        "kv_heads_shape", 1, -1, config.geometry().kvHeads(), config.geometry().headDim());
    graph.constant("query_shape", 1, -1, config.queryWidth());
    graph.constant("key_shape", 1, -1, config.keyWidth());
    graph.output(GraphBlock.outputOf(ROWS), TensorKind.FLOAT32, 1, ROWS, width);
  }

  private void layers(int layerStart, int layerEnd) {
    String hidden = ROWS;
    String normed = norm(ROWS, PackLayout.name(layerStart, "attention_norm"), "normed");
    for (int layer = layerStart; layer < layerEnd; layer++) {
      String attended = attention(layer, normed);
      String middle = PackLayout.name(layer, "middle");
      normed = addAndNorm(hidden, attended, PackLayout.name(layer, "feed_forward_norm"), middle);
      String fed = feedForward(layer, normed);
      if (layer + 1 < layerEnd) {
        hidden = PackLayout.name(layer, "hidden");
        normed = addAndNorm(middle, fed, PackLayout.name(layer + 1, "attention_norm"), hidden);
      } else {
        graph.node("", "Add", GraphBlock.outputOf(ROWS), List.of(middle, fed));
      }
    }
  }

  private String attention(int layer, String normed) {
    String qkv = bent(layer, AdapterSite.QKV, normed);
    if (config.family().qkvBias()) {
      String bias = PackLayout.name(layer, "qkv_bias");
      linear.constants(bias);
      qkv = graph.node("", "Add", PackLayout.name(layer, "biased"), List.of(qkv, bias));
    }
    List<List<String>> lanes =
        config.family().qkNorm() ? normedLanes(layer, qkv) : lanes(layer, qkv);
    List<String> mixed = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      mixed.add(attend(layer, lane, lanes.get(lane)));
    }
    String all = PackLayout.name(layer, "mixed_all");
    graph.node("", "Concat", all, mixed, Attribute.of("axis", 1));
    String kept = PackLayout.name(layer, "mixed");
    graph.node(
        "", "Split", List.of(all, KEPT), List.of(kept, kept + "_idle"), Attribute.of("axis", 1));
    return bent(layer, AdapterSite.OUTPUT, kept);
  }

  /** Query, key and value of each lane in one piece. */
  private List<List<String>> lanes(int layer, String qkv) {
    int width = config.queryWidth() + 2 * config.keyWidth();
    return split(PackLayout.name(layer, "qkv_lane"), qkv, width).stream()
        .map(piece -> List.of(piece, "", ""))
        .toList();
  }

  /** The same apart, where heads are normalised on their own. */
  private List<List<String>> normedLanes(int layer, String qkv) {
    String query = PackLayout.name(layer, "query");
    String key = PackLayout.name(layer, "key");
    String value = PackLayout.name(layer, "value");
    graph.node(
        "",
        "Split",
        List.of(qkv, "qkv_widths"),
        List.of(query, key, value),
        Attribute.of("axis", 2));
    String normedQuery = headNorm(layer, "query", "heads_shape", query);
    String normedKey = headNorm(layer, "key", "kv_heads_shape", key);
    List<String> queries = split(query + "_lane", normedQuery, config.queryWidth());
    List<String> keys = split(key + "_lane", normedKey, config.keyWidth());
    List<String> values = split(value + "_lane", value, config.keyWidth());
    List<List<String>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(List.of(queries.get(lane), keys.get(lane), values.get(lane)));
    }
    return lanes;
  }

  private String headNorm(int layer, String which, String headsShape, String x) {
    String heads = graph.node("", "Reshape", x + "_heads", List.of(x, headsShape));
    String normed = norm(heads, PackLayout.name(layer, which + "_norm"), x + "_normed");
    return graph.node("", "Reshape", x + "_joined", List.of(normed, which + "_shape"));
  }

  /** The rows of each lane, behind them one of zeros for each idle lane. */
  private List<String> split(String name, String x, int width) {
    String all =
        graph.node("", "Concat", name + "s", List.of(x, idle(width)), Attribute.of("axis", 1));
    List<String> pieces = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      pieces.add(name + lane);
    }
    graph.node("", "Split", List.of(all, COUNTS), pieces, Attribute.of("axis", 1));
    return pieces;
  }

  private String attend(int layer, int lane, List<String> queryKeyValue) {
    int kvHeads = config.geometry().kvHeads();
    int headDim = config.geometry().headDim();
    String mixed = PackLayout.name(layer, "mixed_lane") + lane;
    List<String> inputs = new ArrayList<>(queryKeyValue);
    List<String> outputs = new ArrayList<>(List.of(mixed));
    for (String cache : List.of(keys(layer, lane), values(layer, lane))) {
      String capacity = "capacity." + lane;
      graph.input(cache, TensorKind.FLOAT32, 1, kvHeads, capacity, headDim);
      graph.output(GraphBlock.outputOf(cache), TensorKind.FLOAT32, 1, kvHeads, capacity, headDim);
      inputs.add(cache);
      outputs.add(GraphBlock.outputOf(cache));
    }
    inputs.addAll(List.of(last(lane), total(lane), COS, SIN));
    List<Attribute> with =
        new ArrayList<>(
            List.of(
                Attribute.of("num_heads", config.geometry().heads()),
                Attribute.of("kv_num_heads", kvHeads),
                Attribute.of("do_rotary", 1)));
    int window = config.variations().windows().of(layer);
    if (window != Windows.ALL) {
      with.add(Attribute.of("local_window_size", window));
    }
    graph.node(RUNTIME, "GroupQueryAttention", inputs, outputs, with.toArray(Attribute[]::new));
    return mixed;
  }

  private String feedForward(int layer, String normed) {
    String gate = bent(layer, AdapterSite.GATE, normed);
    String up = bent(layer, AdapterSite.UP, normed);
    String bend = PackLayout.name(layer, "silu");
    // x * sigmoid(x)
    graph.node(RUNTIME, "QuickGelu", bend, List.of(gate), Attribute.of("alpha", 1f));
    String inner = graph.node("", "Mul", PackLayout.name(layer, "inner"), List.of(bend, up));
    return bent(layer, AdapterSite.DOWN, inner);
  }

  /** A product with an adapter's part added. */
  private String bent(int layer, AdapterSite site, String x) {
    String name = PackLayout.name(layer, site.linear());
    int inputs = site.inputs(config);
    int outputs = site.outputs(config);
    String product = linear.multiply(x, name, outputs, inputs, name + ".product");
    if (!hasAdapters) {
      return product;
    }
    String rank = name + ".rank";
    graph.input(site.narrow(layer), TensorKind.FLOAT32, rank, inputs);
    graph.input(site.wide(layer), TensorKind.FLOAT32, outputs, rank);
    String narrow = linear.product(x, site.narrow(layer), name + ".narrowed");
    String bend = linear.product(narrow, site.wide(layer), name + ".bend");
    return graph.node("", "Add", name + ".bent", List.of(product, bend));
  }

  private String norm(String x, String weight, String output) {
    linear.constants(weight);
    Attribute epsilon = Attribute.of("epsilon", config.rmsNormEps());
    return graph.node(
        "",
        "SimplifiedLayerNormalization",
        output,
        List.of(x, weight),
        Attribute.of("axis", -1),
        epsilon);
  }

  /** Names the sum {@code sum} and returns the name of its norm. */
  private String addAndNorm(String x, String delta, String weight, String sum) {
    linear.constants(weight);
    String normed = weight + "ed";
    graph.node(
        RUNTIME,
        "SkipSimplifiedLayerNormalization",
        List.of(x, delta, weight),
        List.of(normed, "", "", sum),
        Attribute.of("epsilon", config.rmsNormEps()));
    return normed;
  }
}
