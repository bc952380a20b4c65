/**
 * Geometry and hyper-parameters of a model family. Pure values; nothing here reads files or
 * computes tensors.
 */
package io.peerz.inference.model;
