package io.peerz.finetune.trial;

/**
 * A unit of every round of a trial.
 *
 * @param name for the table
 * @param conduct what its node does with it
 */
record Worker(String name, Conduct conduct) {}
