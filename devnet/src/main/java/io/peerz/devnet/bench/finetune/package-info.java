/**
 * {@code peerz bench finetune}: our training step beside a plain one, in processes of their own.
 */
package io.peerz.devnet.bench.finetune;
