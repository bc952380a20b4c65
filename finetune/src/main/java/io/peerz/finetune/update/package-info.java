/**
 * What a unit of fine-tuning sends: a quantised vector under a header that says what it belongs to.
 */
package io.peerz.finetune.update;
