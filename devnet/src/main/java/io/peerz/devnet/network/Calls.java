package io.peerz.devnet.network;

import io.peerz.contracts.ModelRegistry;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Address;
import io.peerz.proof.manifest.ModelManifest;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;

/** Call data of the few calls that set up a network. */
final class Calls {
  private Calls() {}

  static String data(String function, Type<?>... arguments) {
    return FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
  }

  static String transferTokens(Address to, BigInteger amountWei) {
    return data("transfer", new org.web3j.abi.datatypes.Address(to.hex()), new Uint256(amountWei));
  }

  static String registerModel(ModelManifest manifest) {
    return data(
        ModelRegistry.FUNC_REGISTER,
        new Bytes32(manifest.weightsRoot().bytes()),
        new Bytes32(manifest.tokenizerHash().bytes()),
        geometry(manifest.geometry()));
  }

  private static ModelRegistry.Geometry geometry(Geometry g) {
    return new ModelRegistry.Geometry(
        big(g.layers()),
        big(g.dModel()),
        big(g.heads()),
        big(g.kvHeads()),
        big(g.headDim()),
        big(g.dFf()),
        big(g.vocab()),
        big(g.weightDtype()),
        big(g.profile()));
  }

  private static BigInteger big(int value) {
    return BigInteger.valueOf(value);
  }
}
