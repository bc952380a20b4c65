package io.peerz.node.jobs;

import io.peerz.ledger.finetune.JobOffer;

/**
 * A job that waits for somebody else's wallet: its data is served already, and the wallet has to
 * post exactly this.
 *
 * @param offer terms in the words of the contract
 * @param uri who serves the job's blobs; no other job has the same
 * @param quote what it may cost
 */
public record JobDraft(JobOffer offer, String uri, JobQuote quote) {}
