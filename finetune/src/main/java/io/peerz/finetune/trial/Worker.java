package io.peerz.finetune.trial;

/**
 * A participant of a trial.
 *
 * @param name for the table
 * @param steps local steps it really does
 */
record Worker(String name, int steps) {}
