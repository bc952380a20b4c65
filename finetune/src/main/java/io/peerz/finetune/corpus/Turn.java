package io.peerz.finetune.corpus;

/** A question and its answer. */
public record Turn(String user, String assistant) {}
