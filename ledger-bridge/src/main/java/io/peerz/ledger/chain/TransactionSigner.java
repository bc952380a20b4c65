package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.Arrays;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;

/** Signs EIP-1559 transactions of one key for one chain. */
final class TransactionSigner {
  private final SigningKey key;
  private final long chainId;

  TransactionSigner(SigningKey key, long chainId) {
    this.key = key;
    this.chainId = chainId;
  }

  Address address() {
    return key.address();
  }

  Attempt sign(PreparedCall call, long nonce, BigInteger gasLimit, Fees fees) {
    RawTransaction raw =
        RawTransaction.createTransaction(
            chainId,
            BigInteger.valueOf(nonce),
            gasLimit,
            call.to().map(Address::hex).orElse(""),
            call.valueWei(),
            call.data(),
            fees.tipWei(),
            fees.maxFeeWei());
    Digest digest = Keccak.hash(TransactionEncoder.encode(raw));
    byte[] signed = TransactionEncoder.encode(raw, parts(key.sign(digest)));
    return new Attempt(Keccak.hash(signed), Hex.encode(signed), fees);
  }

  private static Sign.SignatureData parts(Signature signature) {
    byte[] rsv = signature.bytes();
    return new Sign.SignatureData(
        rsv[64], Arrays.copyOfRange(rsv, 0, 32), Arrays.copyOfRange(rsv, 32, 64));
  }
}
