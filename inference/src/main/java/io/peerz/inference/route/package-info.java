/**
 * Which nodes should compute which layers: pure functions over offers, measured delays and service
 * times. Nothing here opens a connection or reads a clock.
 */
package io.peerz.inference.route;
