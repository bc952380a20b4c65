/** What a node does in a round of a job: small state machines whose steps survive a kill. */
package io.peerz.finetune.duty;
