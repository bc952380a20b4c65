package io.peerz.inference.engine.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes an ONNX model: a graph of nodes between named values. */
final class GraphWriter {
  /** The domain of the runtime's own operators. */
  static final String RUNTIME = "com.microsoft";

  private static final int IR_VERSION = 10;
  private static final int OPSET = 21;
  private static final int EXTERNAL = 1;

  private final ProtoWriter graph = new ProtoWriter();
  private final List<ProtoWriter> nodes = new ArrayList<>();

  /** A named setting of a node. */
  record Attribute(ProtoWriter field) {
    private static final int FLOAT = 1;
    private static final int INT = 2;

    static Attribute of(String name, long value) {
      return new Attribute(new ProtoWriter().text(1, name).number(3, value).number(20, INT));
    }

    static Attribute of(String name, float value) {
      return new Attribute(new ProtoWriter().text(1, name).decimal(2, value).number(20, FLOAT));
    }
  }

  /**
   * Names a value that is given at each run.
   *
   * @param dims whole numbers, or names of sizes that only a run decides
   */
  void input(String name, TensorKind kind, Object... dims) {
    graph.message(11, valueInfo(name, kind, dims));
  }

  void output(String name, TensorKind kind, Object... dims) {
    graph.message(12, valueInfo(name, kind, dims));
  }

  private static ProtoWriter valueInfo(String name, TensorKind kind, Object... dims) {
    ProtoWriter shape = new ProtoWriter();
    for (Object dim : dims) {
      ProtoWriter size = new ProtoWriter();
      shape.message(
          1, dim instanceof Number n ? size.number(1, n.longValue()) : size.text(2, "" + dim));
    }
    ProtoWriter tensor = new ProtoWriter().number(1, kind.code()).message(2, shape);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  /** A constant, or the default of an input of that name, whose bytes are part of the model. */
  void constant(String name, TensorKind kind, byte[] bytes, long... dims) {
    graph.message(5, tensor(name, kind, dims).bytes(9, bytes));
  }

  void constant(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    constant(name, TensorKind.INT64, bytes.array(), values.length);
  }

  /** A constant whose bytes lie in a file beside the model. */
  void constant(PackLayout.Part part, String file) {
    graph.message(
        5,
        tensor(part.name(), part.kind(), part.dims().stream().mapToLong(Long::longValue).toArray())
            .message(13, entry("location", file))
            .message(13, entry("offset", Long.toString(part.offset())))
            .message(13, entry("length", Long.toString(part.bytes())))
            .number(14, EXTERNAL));
  }

  private static ProtoWriter tensor(String name, TensorKind kind, long... dims) {
    ProtoWriter tensor = new ProtoWriter();
    for (long dim : dims) {
      tensor.number(1, dim);
    }
    return tensor.number(2, kind.code()).text(8, name);
  }

  private static ProtoWriter entry(String key, String value) {
    return new ProtoWriter().text(1, key).text(2, value);
  }

  /** Adds a node with one output and returns the output's name. */
  String node(
      String domain, String operator, String output, List<String> inputs, Attribute... with) {
    node(domain, operator, inputs, List.of(output), with);
    return output;
  }

  /** An empty name stands for an input or output that is left out. */
  void node(
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Attribute... with) {
    ProtoWriter node = new ProtoWriter();
    inputs.forEach(name -> node.text(1, name));
    outputs.forEach(name -> node.text(2, name));
    node.text(3, outputs.getFirst()).text(4, operator);
    for (Attribute attribute : with) {
      node.message(5, attribute.field());
    }
    nodes.add(node.text(7, domain));
  }

  byte[] toModel() {
    nodes.forEach(node -> graph.message(1, node));
    nodes.clear();
    return new ProtoWriter()
        .number(1, IR_VERSION)
        .text(2, "peerz")
        .message(7, graph.text(2, "shard"))
        .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
        .message(8, new ProtoWriter().text(1, RUNTIME).number(2, 1))
        .toBytes();
  }
}
