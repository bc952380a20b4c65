/**
 * Training a model whose layers lie on several machines: a step happens on all of them or on none.
 */
package io.peerz.finetune.pipeline;
