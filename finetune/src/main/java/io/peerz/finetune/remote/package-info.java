/**
 * Lending layers for training, and training through lent ones: the protocol and both of its ends.
 */
package io.peerz.finetune.remote;
