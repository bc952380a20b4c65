/**
 * Reads GGUF files, llama.cpp's format, and makes HuggingFace folders of them. Every byte is
 * hostile until it is checked.
 */
package io.peerz.inference.gguf;
