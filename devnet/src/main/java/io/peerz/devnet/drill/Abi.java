package io.peerz.devnet.drill;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;

/** Call data; unsigned integers of any width have one encoding. */
final class Abi {
  private Abi() {}

  static String call(String function, Type<?>... arguments) {
    return FunctionEncoder.encode(new Named(function, List.of(arguments)));
  }

  static Type<?> of(Digest digest) {
    return new Bytes32(digest.bytes());
  }

  static Type<?> of(Address address) {
    return new org.web3j.abi.datatypes.Address(address.hex());
  }

  static Type<?> of(byte[] bytes) {
    return new DynamicBytes(bytes);
  }

  static Type<?> of(List<Digest> digests) {
    return new DynamicArray<>(
        Bytes32.class, digests.stream().map(d -> new Bytes32(d.bytes())).toList());
  }

  /** Only for functions whose selector is given by {@link #uint(String, long)}-like helpers. */
  static Type<?> uint(String type, BigInteger value) {
    return new Sized(type, value);
  }

  static Type<?> uint(String type, long value) {
    return uint(type, BigInteger.valueOf(value));
  }

  /** A number whose Solidity type is a name: the selector needs it, the encoding does not. */
  private static final class Sized extends Uint256 {
    private final String type;

    Sized(String type, BigInteger value) {
      super(value);
      this.type = type;
    }

    @Override
    public String getTypeAsString() {
      return type;
    }
  }

  private static final class Named extends Function {
    @SuppressWarnings({"rawtypes", "unchecked"}) // the library's constructor takes raw types
    Named(String name, List arguments) {
      super(name, arguments, List.of());
    }
  }
}
