/** Content-addressed files: stored, served in chunks and fetched from holders that may lie. */
package io.peerz.finetune.blob;
