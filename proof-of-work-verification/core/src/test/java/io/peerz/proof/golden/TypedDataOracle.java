package io.peerz.proof.golden;

import io.peerz.proof.id.Hex;
import java.io.IOException;
import java.util.HashMap;
import org.web3j.crypto.StructuredDataEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** web3j's EIP-712 encoder, fed with a vector's type text and message: shares no code with ours. */
final class TypedDataOracle {
  private final StructuredDataEncoder encoder;

  private TypedDataOracle(StructuredDataEncoder encoder) {
    this.encoder = encoder;
  }

  static TypedDataOracle of(JsonNode vector) throws IOException {
    String type = vector.get("encodeType").asString();
    ObjectNode document = JsonMapper.shared().createObjectNode();
    ObjectNode types = document.putObject("types");
    addType(
        types,
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    addType(types, type);
    document.put("primaryType", type.substring(0, type.indexOf('(')));
    document.set("domain", vector.get("domain"));
    document.set("message", vector.get("message"));
    return new TypedDataOracle(new StructuredDataEncoder(document.toString()));
  }

  @SuppressWarnings("unchecked") // the encoder's own JSON object of the message
  String structHash() {
    return Hex.encode(
        encoder.hashMessage(
            encoder.jsonMessageObject.getPrimaryType(),
            (HashMap<String, Object>) encoder.jsonMessageObject.getMessage()));
  }

  String digest() {
    return Hex.encode(encoder.hashStructuredData());
  }

  private static void addType(ObjectNode types, String type) {
    ArrayNode fields = types.putArray(type.substring(0, type.indexOf('(')));
    for (String field : type.substring(type.indexOf('(') + 1, type.length() - 1).split(",", -1)) {
      int space = field.indexOf(' ');
      fields
          .addObject()
          .put("name", field.substring(space + 1))
          .put("type", field.substring(0, space));
    }
  }
}
