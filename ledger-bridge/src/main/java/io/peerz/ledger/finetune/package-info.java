/** Fine-tuning on chain: jobs, rounds, units and the committee, as the contracts keep them. */
package io.peerz.ledger.finetune;
