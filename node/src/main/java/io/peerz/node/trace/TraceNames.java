package io.peerz.node.trace;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Names in traces. Those of generative AI follow OpenTelemetry's conventions of September 2026,
 * which are still in development: when they change, they change here.
 */
final class TraceNames {
  static final String HOP = "peerz.hop";
  static final String TRACEPARENT = "traceparent";

  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("peerz.request_id");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("peerz.route");
  static final AttributeKey<String> COST_WEI = AttributeKey.stringKey("peerz.cost_wei");
  static final AttributeKey<String> NODE = AttributeKey.stringKey("peerz.node");
  static final AttributeKey<String> SESSION = AttributeKey.stringKey("peerz.session");
  static final AttributeKey<Long> LAYER_START = AttributeKey.longKey("peerz.layer_start");
  static final AttributeKey<Long> LAYER_END = AttributeKey.longKey("peerz.layer_end");
  static final AttributeKey<Long> POSITIONS = AttributeKey.longKey("peerz.positions");

  private TraceNames() {}
}
