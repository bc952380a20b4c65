/**
 * Local optimisation: batches, AdamW in plain Java, schedules, and the program that makes the
 * shipped model.
 */
package io.peerz.finetune.train;
