/** Model files on disk: safetensors and the HuggingFace documents beside them. */
package io.peerz.finetune.store;
