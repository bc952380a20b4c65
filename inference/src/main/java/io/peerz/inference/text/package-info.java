/**
 * Text in, token ids out and back: tokenizer, streaming detokenizer, chat template. The only
 * package that touches the native tokenizer library.
 */
package io.peerz.inference.text;
