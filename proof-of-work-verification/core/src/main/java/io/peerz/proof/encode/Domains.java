package io.peerz.proof.encode;

import io.peerz.proof.id.Address;

/** The domains of one deployment, one for each contract that checks signatures. */
public record Domains(Domain nodeRegistry, Domain paymentChannels, Domain contributionLedger) {

  public static Domains of(
      long chainId, Address nodeRegistry, Address paymentChannels, Address contributionLedger) {
    return new Domains(
        Domain.ofContract("NodeRegistry", chainId, nodeRegistry),
        Domain.ofContract("PaymentChannels", chainId, paymentChannels),
        Domain.ofContract("ContributionLedger", chainId, contributionLedger));
  }
}
