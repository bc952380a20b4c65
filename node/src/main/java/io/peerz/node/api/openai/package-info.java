/** The OpenAI-style endpoints: JSON in, generation out, as a stream or whole. */
package io.peerz.node.api.openai;
