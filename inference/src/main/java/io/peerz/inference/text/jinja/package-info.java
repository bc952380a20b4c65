/**
 * The subset of the Jinja language that HuggingFace chat templates use; the rest is refused
 * clearly. A template comes with a checkpoint, so it is hostile: its steps and its output are
 * bounded.
 */
package io.peerz.inference.text.jinja;
