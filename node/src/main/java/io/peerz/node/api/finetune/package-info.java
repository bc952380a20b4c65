/** OpenAI's files and fine-tuning endpoints over a submitter's office. */
package io.peerz.node.api.finetune;
