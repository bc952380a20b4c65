/** What a fine-tuning job is: recipe, data slices and manifest as blobs, and what it may cost. */
package io.peerz.finetune.job;
