package io.peerz.ledger.token;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.math.BigInteger;

/** A wallet's own tokens. Blocking: for virtual threads. */
public final class TokenDesk {
  private final ChainClient chain;
  private final TransactionSender sender;

  public TokenDesk(ChainClient chain, TransactionSender sender) {
    this.chain = chain;
    this.sender = sender;
  }

  /** Sends tokens to an account. */
  public ConfirmedTx transfer(Address to, BigInteger amountWei) {
    mustHold(chain, sender.address(), amountWei);
    Contracts contracts = chain.contracts();
    return sender.send(
        PreparedCall.of(
            Intents.unique("transfer"),
            contracts.deployment().token(),
            contracts.token().transfer(to.hex(), amountWei).encodeFunctionCall(),
            "send " + amountWei + " wei of tokens to " + to));
  }

  /** Lets a contract take tokens. */
  public ConfirmedTx approve(Address spender, BigInteger amountWei) {
    Contracts contracts = chain.contracts();
    return sender.send(
        PreparedCall.of(
            Intents.unique("approve"),
            contracts.deployment().token(),
            contracts.token().approve(spender.hex(), amountWei).encodeFunctionCall(),
            "let " + spender + " take " + amountWei + " wei of tokens"));
  }

  /** Lets a contract take tokens, unless it may take as many as are needed already. */
  public void allow(Address spender, BigInteger neededWei, BigInteger allowanceWei) {
    BigInteger allowed =
        chain
            .contracts()
            .read(chain.contracts().token().allowance(sender.address().hex(), spender.hex()));
    if (allowed.compareTo(neededWei) < 0) {
      approve(spender, allowanceWei);
    }
  }

  /** Refuses with one clear line when an account holds fewer tokens than it wants to spend. */
  public static void mustHold(ChainClient chain, Address account, BigInteger amountWei) {
    BigInteger have = chain.tokenBalanceWei(account);
    if (have.compareTo(amountWei) < 0) {
      throw new PeerzException(
          ErrorCode.INSUFFICIENT_FUNDS,
          "account "
              + account
              + " holds "
              + have
              + " wei of tokens and needs "
              + amountWei
              + "; fund it");
    }
  }
}
