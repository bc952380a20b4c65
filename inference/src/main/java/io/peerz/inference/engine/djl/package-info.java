/**
 * The fast engine: ONNX Runtime inside DJL, on graphs written here. Its results lie within a
 * tolerance of the exact engine's, and no receipt of them can be proven false.
 */
package io.peerz.inference.engine.djl;
