package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * A mined transaction and what came of it.
 *
 * @param to empty where it created a contract
 * @param input call data as 0x-hex
 * @param gasPriceWei what a unit of gas cost in the end
 */
public record TransactionView(
    TxReceiptView outcome,
    int position,
    Address from,
    Optional<Address> to,
    long nonce,
    BigInteger valueWei,
    long gasLimit,
    BigInteger gasPriceWei,
    String input) {

  static TransactionView of(EthBlock.TransactionObject sent, TransactionReceipt receipt) {
    return new TransactionView(
        TxReceiptView.of(receipt),
        sent.getTransactionIndex().intValueExact(),
        Address.ofHex(sent.getFrom()),
        Optional.ofNullable(sent.getTo()).map(Address::ofHex),
        sent.getNonce().longValueExact(),
        sent.getValue(),
        sent.getGas().longValueExact(),
        gasPriceWei(receipt),
        sent.getInput());
  }

  private static BigInteger gasPriceWei(TransactionReceipt receipt) {
    String price = receipt.getEffectiveGasPrice();
    return price == null ? BigInteger.ZERO : new BigInteger(price.substring(2), 16);
  }
}
