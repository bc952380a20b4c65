/** What is hashed to name things: the geometry and weights of a model. */
package io.peerz.proof.manifest;
