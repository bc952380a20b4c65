package io.peerz.ledger.court;

import io.peerz.proof.dispute.DotEvidence;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.DynamicStruct;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.utils.Numeric;

/** The contract's struct DotProof as {@code abi.encode} gives it. */
public final class DotProofs {
  private DotProofs() {}

  public static byte[] encode(DotEvidence e) {
    DynamicStruct proof =
        new DynamicStruct(
            new DynamicBytes(e.row()),
            number(e.column()),
            new Bytes32(e.trace().digest().bytes()),
            list(e.trace().roots()),
            new DynamicBytes(e.input()),
            list(e.inputPath()),
            new DynamicBytes(Numeric.hexStringToByteArray(e.weight().stored())),
            list(e.weight().rowPath()),
            number(e.weight().tensorIndex()),
            number(e.weight().tensorCount()),
            list(e.weight().tensorPath()),
            list(e.weight().layerPath()));
    return Numeric.hexStringToByteArray(FunctionEncoder.encodeConstructor(List.of(proof)));
  }

  private static Uint32 number(int value) {
    return new Uint32(BigInteger.valueOf(value));
  }

  private static DynamicArray<Bytes32> list(List<Digest> digests) {
    return new DynamicArray<>(
        Bytes32.class, digests.stream().map(d -> new Bytes32(d.bytes())).toList());
  }
}
